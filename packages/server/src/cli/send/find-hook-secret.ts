import { keptSecrets } from '../../client/kept-secrets.ts';
import type { Cli } from '../cli.ts';
import { readSecret } from '../read-secret.ts';
import { usageError } from '../usage-error.ts';

export interface HookSecretOptions {
  readonly secretFile?: string;
  readonly plain?: boolean;
}

/** From a file or the environment, the plain path's also as the server keeps it; else it is asked for. */
export async function findHookSecret(
  { environment, prompts }: Pick<Cli, 'environment' | 'prompts'>,
  { secretFile, plain }: HookSecretOptions,
): Promise<string> {
  if (secretFile !== undefined) return readSecret(secretFile);
  const given = environment['CTI_HOOK_SECRET'];
  if (given) return given;
  if (plain) {
    const own = environment['DIALPAD_WEBHOOK_SECRET']?.trim();
    const kept = own || (await keptSecrets(environment)).secrets?.dialpad_webhook_secret;
    if (kept) return kept;
  }
  const typed = await prompts?.secret("The hook's secret: ");
  if (typed) return typed;
  throw usageError("The hook's secret is missing: set CTI_HOOK_SECRET, or give --secret-file.");
}
