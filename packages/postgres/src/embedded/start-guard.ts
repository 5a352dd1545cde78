import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

export interface Guard {
  /** Names the process to end; undefined for none. */
  readonly watch: (pid: number | undefined) => void;
  /** Does its work now instead of at our death. */
  readonly end: () => void;
}

/**
 * Ends a process and removes a folder when we are gone, however we go: a killed process runs no
 * clean-up of its own, but the system closes its pipes, and a shell waits at the end of this one.
 */
export function startGuard(folder: string): Guard {
  const guard = spawn('/bin/sh', ['-c', script, 'guard', folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  // Node makes a socket of every pipe to a child, and types it as any stream.
  const pipe = guard.stdin as unknown as Socket;
  pipe.unref();
  // Without the guard the tests still run, they only clean up less well.
  pipe.on('error', () => {});
  return {
    watch: (pid) => {
      pipe.write(`${pid ?? ''}\n`);
    },
    end: () => {
      pipe.end();
    },
  };
}

const script = `
  pid=
  while read -r line; do pid=$line; done
  if [ -n "$pid" ]; then
    kill -QUIT "$pid"
    tries=0
    while kill -0 "$pid" && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  fi
  rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`;
