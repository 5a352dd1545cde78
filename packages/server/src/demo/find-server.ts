import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { secretsPath } from '../config/secrets-file.ts';
import type { ApiAddress } from './api-client.ts';

/** What a person can mend; printed without a stack. */
export class DemoError extends Error {}

/** Where the server runs and what opens it, from the environment or as `npm start` left it. */
export async function findServer(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ApiAddress> {
  const url = environment['CTI_URL'] || `http://127.0.0.1:${environment['PORT'] || '4000'}`;
  await mustServe(url);
  const given = environment['INTERNAL_API_SECRET'];
  const operatorSecret = given || (await keptSecret(environment['DATA_DIR'] || '.data'));
  return { url, operatorSecret };
}

async function mustServe(url: string): Promise<void> {
  const status = await fetch(`${url}/readyz`).then(
    (response) => response.status,
    () => null,
  );
  if (status === 200) return;
  throw new DemoError(
    status === null
      ? `No server answers at ${url}. Start one with: npm start (or set CTI_URL).`
      : `The server at ${url} is not ready (${status}): see ${url}/readyz`,
  );
}

async function keptSecret(dataDir: string): Promise<string> {
  const path = secretsPath(dataDir);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text !== null) return Kept.parse(JSON.parse(text)).internal_api_secret;
  throw new DemoError(
    `The operator's secret is neither in INTERNAL_API_SECRET nor in ${path}. ` +
      'Run the demo in the folder where the server was started, or set one of INTERNAL_API_SECRET and DATA_DIR.',
  );
}

const Kept = z.object({ internal_api_secret: z.string() });
