import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a postmaster writes down about itself in `postmaster.pid`. */
export interface LockFile {
  readonly pid: number;
  readonly dataDir: string;
  readonly port: number;
  /** `starting`, `ready`, `stopping`; empty in the first moments. */
  readonly status: string;
}

/** Undefined when there is none. */
export async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [pid, dataDir = '', , port, , , , status = ''] = text.split('\n');
  return { pid: Number(pid), dataDir, port: Number(port), status: status.trim() };
}
