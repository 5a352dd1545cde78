import { keptSecrets } from '../client/kept-secrets.ts';
import { serverUrl } from '../client/server-url.ts';
import type { Environment } from '../config/production-faults.ts';
import type { ApiAddress } from './api-client.ts';

/** What a person can mend; printed without a stack. */
export class DemoError extends Error {}

/** Where the server runs and what opens it, from the environment or as `npm start` left it. */
export async function findServer(environment: Environment): Promise<ApiAddress> {
  const url = serverUrl(environment);
  await mustServe(url);
  const given = environment['INTERNAL_API_SECRET'];
  return { url, operatorSecret: given || (await keptSecret(environment)) };
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

async function keptSecret(environment: Environment): Promise<string> {
  const { path, secrets } = await keptSecrets(environment);
  if (secrets !== null) return secrets.internal_api_secret;
  throw new DemoError(
    `The operator's secret is neither in INTERNAL_API_SECRET nor in ${path}. ` +
      'Run the demo in the folder where the server was started, or set one of INTERNAL_API_SECRET and DATA_DIR.',
  );
}
