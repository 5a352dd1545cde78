import { serverUrl } from '../../client/server-url.ts';
import type { Environment } from '../../config/production-faults.ts';
import { CliError } from '../cli-error.ts';

/** Where the server is; said in errors, and therefore without a password. */
export function checkedUrl(environment: Environment): string {
  const url = serverUrl(environment);
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw urlError('CTI_URL must begin with http:// or https://, and PORT be a number.');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw urlError(
      'CTI_URL must hold no user and no password: the secrets have settings of their own.',
    );
  }
  return url;
}

const urlError = (detail: string): CliError => new CliError('usage', 'url-invalid', detail);
