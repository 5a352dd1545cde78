import { keptSecrets } from '../../client/kept-secrets.ts';
import type { Environment } from '../../config/production-faults.ts';
import { CliError } from '../cli-error.ts';
import type { Caller } from './api.ts';

/** The headers by which a caller proves itself. */
export async function findSecret(
  environment: Environment,
  as: Caller,
): Promise<Readonly<Record<string, string>>> {
  if (as === 'anybody') return {};
  if (as === 'app') return { 'x-app-api-key': appKey(environment) };
  return { authorization: `Bearer ${await operatorSecret(environment)}` };
}

function appKey(environment: Environment): string {
  const key = environment['CTI_API_KEY']?.trim();
  if (key) return key;
  throw new CliError(
    'usage',
    'key-missing',
    'This reads as a client app does: set CTI_API_KEY to a key of the app.',
  );
}

async function operatorSecret(environment: Environment): Promise<string> {
  const given = environment['INTERNAL_API_SECRET']?.trim();
  if (given) return given;
  const { path, secrets } = await keptSecrets(environment);
  if (secrets !== null) return secrets.internal_api_secret;
  throw new CliError(
    'usage',
    'operator-secret-missing',
    `The operator's secret is neither in INTERNAL_API_SECRET nor in ${path}: set INTERNAL_API_SECRET, or DATA_DIR to the folder of the server.`,
  );
}
