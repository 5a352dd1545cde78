import type { ProcessStat } from './read-stat.ts';

type ReadStat = (pid: number) => ProcessStat | null;

/**
 * Whether npm or its shell has died before we could see it: loading us takes most of a second.
 * Who does not lead a session has the session of who started it; a parent from another one is
 * therefore not who started it, but who inherited it.
 */
export function isOrphan(pid: number, readStat: ReadStat): boolean {
  if (isInherited(pid, readStat)) return true;
  const parent = readStat(pid)?.parent ?? 0;
  // Without a shell between us, that is npm, whose own parent may well be gone.
  return SHELL.test(readStat(parent)?.name ?? '') && isInherited(parent, readStat);
}

const SHELL = /^(sh|dash|bash|ash|zsh|ksh|busybox)$/;

function isInherited(pid: number, readStat: ReadStat): boolean {
  const own = readStat(pid);
  if (own === null || own.session === pid) return false;
  const parent = readStat(own.parent);
  return parent !== null && parent.session !== own.session;
}
