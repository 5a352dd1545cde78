import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export interface Passwords {
  /** Of the superuser `postgres`, who only makes our role and database. */
  readonly admin: string;
  readonly ordinary: string;
}

/** Made on the first start, before the cluster that they open. */
export async function readPasswords(dataDir: string, cluster: string): Promise<Passwords> {
  const file = join(dataDir, 'postgres-passwords.json');
  if (existsSync(file)) {
    const passwords: Passwords = JSON.parse(await readFile(file, 'utf8'));
    return passwords;
  }
  if (existsSync(cluster)) {
    throw new Error(
      `${file} is gone, and with it the passwords of the database in ${cluster}. Restore the ` +
        'file, or move that folder away to begin with an empty database.',
    );
  }
  const passwords = { admin: randomPassword(), ordinary: randomPassword() };
  await writeDurably(file, JSON.stringify(passwords, undefined, 2));
  return passwords;
}

// Hexadecimal, so that it needs no escaping in an address.
const randomPassword = (): string => randomBytes(24).toString('hex');

async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
