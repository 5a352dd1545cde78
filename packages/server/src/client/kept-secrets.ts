import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import type { Environment } from '../config/production-faults.ts';
import { secretsPath } from '../config/secrets-file.ts';
import { serverUrl } from './server-url.ts';

export interface KeptSecrets {
  readonly path: string;
  /** The server that is meant runs on this machine. */
  readonly isOurs: boolean;
  /** Null when no server has kept any there, or the one that is meant runs elsewhere. */
  readonly secrets: z.infer<typeof Kept> | null;
}

/**
 * What `npm start` has made and kept, for whoever runs on the same machine; makes nothing itself. To
 * a server on another machine none of it is shown.
 */
export async function keptSecrets(environment: Environment): Promise<KeptSecrets> {
  const path = secretsPath(environment['DATA_DIR']?.trim() || '.data');
  const isOurs = LOOPBACK.has(URL.parse(serverUrl(environment))?.hostname ?? '');
  const text = isOurs ? await readFile(path, 'utf8').catch(() => null) : null;
  const secrets = text === null ? null : (Kept.safeParse(parsed(text)).data ?? null);
  return { path, isOurs, secrets };
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const Kept = z.object({ internal_api_secret: z.string(), dialpad_webhook_secret: z.string() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
