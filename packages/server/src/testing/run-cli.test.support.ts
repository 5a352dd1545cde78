import { randomUUID } from 'node:crypto';

import { createApi } from '../cli/api/create-api.ts';
import type { Prompts } from '../cli/prompts.ts';
import { runProgram } from '../cli/run-program.ts';
import type { Environment } from '../config/production-faults.ts';

export interface CliOptions {
  readonly environment?: Environment;
  readonly prompts?: Prompts | null;
  /** Where standard output and error go. */
  readonly isTerminal?: boolean;
}

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How long it would have waited, in ms: here nothing does. */
  readonly waits: readonly number[];
}

/** The command line in this process, with nothing of the process's own. */
export async function runCli(words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const { environment = {}, prompts = null, isTerminal = false } = options;
  const stdout: string[] = [];
  const stderr: string[] = [];
  const waits: number[] = [];
  const sleep = async (ms: number): Promise<void> => void waits.push(ms);
  const name = 'dialpad-cti';
  const code = await runProgram(words, {
    name,
    version: '1.2.3',
    environment,
    isJson: words.includes('--json'),
    screen: {
      isTerminal,
      isColored: false,
      width: 80,
      drawsProgress: isTerminal,
      write: (text) => void stdout.push(text),
      complain: (text) => void stderr.push(text),
    },
    prompts,
    api: createApi({
      environment,
      name,
      newId: randomUUID,
      sleep,
      note: (text) => void stderr.push(`${text}\n`),
    }),
    now: () => Date.UTC(2026, 8, 1),
    sleep,
    startServer: async () => {},
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join(''), waits };
}
