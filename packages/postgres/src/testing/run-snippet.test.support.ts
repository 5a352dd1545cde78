import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Snippet {
  readonly pid: number | undefined;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly output: string;
  }>;
}

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a module in a process of its own, on the workspace's sources. Its errors go to ours. */
export function runSnippet(code: string, environment: Readonly<Record<string, string>>): Snippet {
  const child = spawn(
    process.execPath,
    ['--conditions=@dialpad-cti/source', '--input-type=module-typescript', '--eval', code],
    { cwd: PACKAGE, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
  });
  return {
    pid: child.pid,
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, signal) => resolve({ code: exitCode, signal, output }));
    }),
  };
}
