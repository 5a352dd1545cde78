import { keptSecrets } from '../../client/kept-secrets.ts';
import type { Environment } from '../../config/production-faults.ts';
import { CliError } from '../cli-error.ts';
import type { Caller } from './api.ts';
import { checkedUrl } from './checked-url.ts';

/** The headers by which a caller proves itself. */
export async function findSecret(
  environment: Environment,
  as: Caller,
): Promise<Readonly<Record<string, string>>> {
  if (as === 'anybody') return {};
  if (as === 'app') return { 'x-app-api-key': appKey(environment) };
  return { authorization: `Bearer ${await operatorSecret(environment)}` };
}

/** What no header can hold is no secret of the server either, and never gets as far as there. */
function readable(environment: Environment, name: string): string | undefined {
  const given = environment[name]?.trim();
  if (!given || /^[\x21-\x7e]+$/.test(given)) return given;
  throw new CliError(
    'usage',
    'secret-invalid',
    `${name} holds a space, a line break or a letter beyond ASCII: no key and no secret does.`,
  );
}

function appKey(environment: Environment): string {
  const key = readable(environment, 'CTI_API_KEY');
  if (key) return key;
  throw new CliError(
    'usage',
    'key-missing',
    'This reads as a client app does: set CTI_API_KEY to a key of the app.',
  );
}

async function operatorSecret(environment: Environment): Promise<string> {
  const given = readable(environment, 'INTERNAL_API_SECRET');
  if (given) return given;
  const url = checkedUrl(environment);
  const { path, secrets, isOurs } = await keptSecrets(environment);
  if (secrets !== null) return secrets.internal_api_secret;
  if (!isOurs) {
    throw new CliError(
      'usage',
      'operator-secret-missing',
      `Set INTERNAL_API_SECRET to the operator's secret of ${url}: what this machine keeps is for servers on it only.`,
    );
  }
  throw new CliError(
    'usage',
    'operator-secret-missing',
    `The operator's secret is neither in INTERNAL_API_SECRET nor in ${path}: set INTERNAL_API_SECRET, or DATA_DIR to the folder of the server.`,
  );
}
