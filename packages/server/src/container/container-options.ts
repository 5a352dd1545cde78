import type { Config } from '../config/config.ts';
import type { Log } from '../logs/log.ts';

export interface ContainerOptions {
  readonly config: Config;
  readonly log: Log;
  /** What the start is doing, for whoever waits for it. */
  readonly onProgress: (text: string) => void;
}
