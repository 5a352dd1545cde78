import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

const SecretsFile = z.object({
  internal_api_secret: z.string().min(32),
  dialpad_webhook_secret: z.string().min(32),
  encryption_key: z.string().min(32),
  key_pepper: z.string().min(32),
});
export type SecretsFile = z.infer<typeof SecretsFile>;

export const secretsPath = (dataDir: string): string => join(dataDir, 'secrets.json');

/** The secrets of this data folder: made by whoever comes first, the same for all who follow. */
export async function openSecretsFile(dataDir: string): Promise<SecretsFile> {
  const path = secretsPath(dataDir);
  const kept = await readSecrets(path);
  if (kept !== null) return kept;
  const made = await mkdir(dataDir, { recursive: true });
  // The database's own account must get through; what is in it is for its owners only.
  if (made !== undefined) await chmod(dataDir, 0o711);
  await writeOnce(path, JSON.stringify(newSecrets(), null, 2));
  const written = await readSecrets(path);
  if (written === null) throw new Error(`${path} was removed while we were starting.`);
  return written;
}

async function readSecrets(path: string): Promise<SecretsFile | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = SecretsFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // What these keys sealed cannot be read without them: never replaced behind somebody's back.
  throw new Error(`${path} is damaged: bring it back from a copy.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function newSecrets(): SecretsFile {
  return {
    internal_api_secret: randomBytes(32).toString('base64url'),
    dialpad_webhook_secret: randomBytes(32).toString('base64url'),
    encryption_key: randomBytes(32).toString('base64url'),
    key_pepper: randomBytes(32).toString('base64url'),
  };
}

/** The file appears whole or not at all, and never in the place of another. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
