import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { serverProgram } from './server-program.test.support.ts';
import type { ServerExit } from './start-server.test.support.ts';
import { waitFor } from './wait-for.test.support.ts';

export interface EntryOptions {
  /** From `src`. */
  readonly entry: string;
  readonly words?: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface SpawnedEntry {
  /** The port that it says it is READY at. */
  readonly port: () => Promise<number>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exit: Promise<ServerExit>;
}

/** A program of ours as a process of its own, with nothing on its standard input. */
export function spawnEntry(options: EntryOptions): SpawnedEntry {
  const { entry, words = [], folder, environment = {} } = options;
  const { command, env } = serverProgram({ environment });
  const path = join(import.meta.dirname, '..', entry);
  const args = ['--conditions=@dialpad-cti/source', path, ...words];
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = once(child, 'close').then(([code, signal]: unknown[]): ServerExit => {
    // As Node documents the event.
    return { code: code as number | null, signal: signal as ServerExit['signal'], stdout, stderr };
  });
  return {
    exit,
    kill: (signal) => void child.kill(signal),
    async port() {
      const ready = () => /^READY (\d+)$/m.exec(stdout);
      await waitFor('READY', () => ready() !== null || child.exitCode !== null);
      const [, port] = ready() ?? [];
      if (port === undefined) throw new Error(`It ended:\n${stdout}${stderr}`);
      return Number(port);
    },
  };
}
