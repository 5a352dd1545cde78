import { readFile, readlink } from 'node:fs/promises';

import { runProgram } from './run-program.ts';

/** A process for good: the same pid with another start is another process. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

export interface RunningProcess extends ProcessIdentity {
  readonly command: string;
  /** True in its last moments, when it has let go of what told its command. */
  readonly ending: boolean;
  /** Its working directory; undefined where the system does not tell us. */
  readonly folder: string | undefined;
}

/** Undefined when no such process runs, also when it has died and only waits to be collected. */
export const readProcess = (pid: number): Promise<RunningProcess | undefined> =>
  process.platform === 'linux' ? readFromProc(pid) : readFromPs(pid);

// Not by `ps`: slim containers lack it.
async function readFromProc(pid: number): Promise<RunningProcess | undefined> {
  try {
    // Before the rest: what loses its command after this shows that it is ending.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The second field is the program's name in brackets, which may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return {
      pid,
      startedAt: `${boot.trim()} ${fields[19]}`,
      command: command.replaceAll('\0', ' '),
      ending: (Number(fields[6]) & exiting) !== 0,
      // Refused to root in a container when the process is of another account.
      folder: await readlink(`/proc/${pid}/cwd`).catch(() => undefined),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

/** The kernel's own flag, PF_EXITING. */
const exiting = 4;

async function readFromPs(pid: number): Promise<RunningProcess | undefined> {
  const format = ['-ww', '-o', 'stat=', '-o', 'lstart=', '-o', 'command='];
  const { output } = await runProgram('/bin/ps', [...format, '-p', `${pid}`], undefined);
  const [, state, startedAt, command] =
    /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(output) ?? [];
  if (state === undefined || startedAt === undefined || command === undefined) return undefined;
  if (state.startsWith('Z')) return undefined;
  return { pid, startedAt, command: `${command} `, ending: state.includes('E'), folder: undefined };
}
