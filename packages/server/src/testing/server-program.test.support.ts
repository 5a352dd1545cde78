import { join } from 'node:path';

export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ProgramOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** The server that kills itself where CTI_FAULT says. */
  readonly isFaulty?: boolean;
}

/**
 * Nothing of the machine's own settings gets in. As under npm, the server ends when its parent
 * does: a test run that is killed leaves none behind.
 */
export function serverProgram({ environment, isFaulty = false }: ProgramOptions): ServerProgram {
  const entry = isFaulty ? 'faulty-main.test.support.ts' : '../main.ts';
  const { PATH = '', HOME = '' } = process.env;
  return {
    command: process.execPath,
    args: ['--conditions=@dialpad-cti/source', join(import.meta.dirname, entry)],
    env: {
      PATH,
      HOME,
      npm_lifecycle_event: 'start',
      NODE_ENV: 'test',
      PORT: '0',
      SIMULATOR: 'off',
      ...environment,
    },
  };
}
