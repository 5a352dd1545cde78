import { readStat } from './read-stat.ts';

/**
 * Our parent, and on Linux its parent too: npm may be killed without its shell, which then
 * lives on beside us.
 */
export function ancestorsOfUs(): string {
  return process.platform === 'linux'
    ? `${process.ppid} ${readStat(process.ppid)?.parent ?? ''}`
    : `${process.ppid}`;
}
