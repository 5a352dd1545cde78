import type { Environment } from '../config/production-faults.ts';
import type { Api } from './api/api.ts';
import type { Screen } from './output/screen.ts';
import type { Prompts } from './prompts.ts';

/** What every command is given: nothing of it is read from the process anywhere else. */
export interface Cli {
  /** How the program was called, for hints that can be pasted. */
  readonly name: string;
  readonly version: string;
  /** With `.env` in it. */
  readonly environment: Environment;
  readonly isJson: boolean;
  readonly screen: Screen;
  /** Null: nobody is there to be asked. */
  readonly prompts: Prompts | null;
  readonly api: Api;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Resolves when the server serves, or could not start; then the process has its exit code. */
  readonly startServer: (options: { readonly simulator: boolean }) => Promise<void>;
  /**
   * Resolves when the process is asked to stop, once: from the first call on that does not end it by
   * itself. Nobody ever asks when absent.
   */
  readonly whenStopped?: () => Promise<void>;
}
