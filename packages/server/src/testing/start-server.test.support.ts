import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { type ApiClient, createApiClient } from '../testing/api-client.test.support.ts';
import { type ProgramOptions, serverProgram } from './server-program.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly client: ApiClient;
  /** Standard output and error so far, together. */
  readonly output: () => string;
  readonly isRunning: () => boolean;
  readonly exit: Promise<ServerExit>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** As a supervisor stops it. */
  readonly stop: () => Promise<ServerExit>;
}

export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerOptions extends ProgramOptions {
  /** Where it is started: its `.env` and DATA_DIR are looked for there. */
  readonly folder: string;
}

/** The server as a process of its own, once it takes requests. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const running = runServerProcess(options);
  const port = await Promise.race([running.ready, running.exit]);
  if (typeof port !== 'number') {
    throw new Error(`The server ended (${port.code ?? port.signal}):\n${running.output()}`);
  }
  const url = `http://127.0.0.1:${port}`;
  const operatorSecret =
    options.environment['INTERNAL_API_SECRET'] ?? testSecrets.INTERNAL_API_SECRET;
  const { child, exit, output } = running;
  return {
    url,
    port,
    pid: child.pid ?? 0,
    client: createApiClient({ url, operatorSecret }),
    output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    exit,
    kill: (signal) => void child.kill(signal),
    stop: () => {
      child.kill('SIGTERM');
      return exit;
    },
  };
}

/** A start that is expected to fail: what it says, and its exit code. */
export async function runToItsEnd(options: ServerOptions): Promise<ServerExit> {
  const { child, ready, exit } = runServerProcess(options);
  const ended = await Promise.race([ready, exit]);
  if (typeof ended !== 'number') return ended;
  child.kill('SIGTERM');
  await exit;
  throw new Error('The server serves, where it should not have started.');
}

interface ServerProcess {
  readonly child: ChildProcess;
  readonly ready: Promise<number>;
  readonly exit: Promise<ServerExit>;
  readonly output: () => string;
}

function runServerProcess({ folder, ...options }: ServerOptions): ServerProcess {
  const { command, args, env } = serverProgram(options);
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ready = Promise.withResolvers<number>();
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const [, port] = /^READY (\d+)$/m.exec(stdout) ?? [];
    if (port !== undefined) ready.resolve(Number(port));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = once(child, 'close').then(
    ([code, signal]: unknown[]): ServerExit => ({
      // As Node documents the event.
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout,
      stderr,
    }),
  );
  return { child, ready: ready.promise, exit, output: () => stdout + stderr };
}
