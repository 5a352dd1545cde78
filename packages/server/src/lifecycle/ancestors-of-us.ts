import { readFileSync } from 'node:fs';

/**
 * Our parent, and on Linux its parent too: npm may be killed without its shell, which then
 * lives on beside us.
 */
export function ancestorsOfUs(): string {
  return process.platform === 'linux'
    ? `${process.ppid} ${parentOf(process.ppid)}`
    : `${process.ppid}`;
}

function parentOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  } catch {
    return '';
  }
}
