import { readFileSync } from 'node:fs';

export interface ProcessStat {
  /** The program's name. */
  readonly name: string;
  readonly parent: number;
  readonly session: number;
}

/** What Linux tells of a process; null when there is none that we can see. */
export function readStat(pid: number): ProcessStat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold anything.
    const end = stat.lastIndexOf(')');
    const [, parent, , session] = stat.slice(end + 2).split(' ');
    const name = stat.slice(stat.indexOf('(') + 1, end);
    return { name, parent: Number(parent), session: Number(session) };
  } catch {
    return null;
  }
}
