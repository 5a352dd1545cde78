import { readSecret } from './read-secret.ts';

/** As the API takes it; nothing leaves it to the server to make one. */
export async function givenSecret(
  path: string | undefined,
): Promise<{ readonly webhook_secret?: string }> {
  return path === undefined ? {} : { webhook_secret: await readSecret(path) };
}
