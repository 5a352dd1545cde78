import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { canReach } from './can-reach.ts';
import type { Account } from './find-account.ts';

/** Root's own temporary folder may be closed to the account that Postgres runs as. */
export async function makeTestFolder(account: Account | undefined): Promise<string> {
  for (const parent of [tmpdir(), '/tmp']) {
    const folder = await realpath(await mkdtemp(join(parent, 'dialpad-cti-test-')));
    if (account === undefined) return folder;
    await chmod(folder, 0o711);
    if (await canReach(folder, account)) return folder;
    await rm(folder, { recursive: true });
  }
  throw new Error(
    `"${account?.name}" reaches no temporary folder; set TMPDIR to one that it does.`,
  );
}
