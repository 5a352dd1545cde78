import type { SimWebhook } from '../../world.ts';

/** Dialpad answers with the secret in clear, to whoever may ask. */
export const webhookBody = ({ id, hookUrl, secret }: SimWebhook): object => ({
  id,
  hook_url: hookUrl,
  ...(secret === null ? {} : { signature: { algo: 'HS256', type: 'jwt', secret } }),
});
