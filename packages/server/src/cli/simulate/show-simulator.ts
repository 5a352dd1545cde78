import type { Simulator } from '@dialpad-cti/simulator';

import type { Cli } from '../cli.ts';
import { fields } from '../output/fields.ts';
import { show } from '../output/show.ts';

/** Where it is, and what a server needs to take it for Dialpad. All of it is made up. */
export function showSimulator(
  cli: Pick<Cli, 'isJson' | 'screen'>,
  { url, apiKey, limitedApiKey, oauthClient }: Simulator,
  seed: number,
): void {
  const { clientId, clientSecret } = oauthClient;
  const environment = {
    DIALPAD_ENVIRONMENT: 'sandbox',
    DIALPAD_SANDBOX_BASE_URL: url,
    DIALPAD_API_KEY: apiKey,
    DIALPAD_SANDBOX_CLIENT_ID: clientId,
    DIALPAD_SANDBOX_CLIENT_SECRET: clientSecret,
  };
  const answer = {
    success: true,
    url,
    seed,
    api_key: apiKey,
    limited_api_key: limitedApiKey,
    oauth_client: { client_id: clientId, client_secret: clientSecret },
    environment,
  };
  show(cli, answer, () =>
    [
      `A stand-in Dialpad answers at ${url} until Ctrl-C; then it forgets everything.`,
      '',
      fields({
        seed,
        api_key: apiKey,
        limited_api_key: limitedApiKey,
        client_id: clientId,
        client_secret: clientSecret,
      }),
      '',
      'For a server that uses it, in a terminal of its own:',
      ...Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`),
      'Without the API key, apps are connected by OAuth. Its events go to the webhooks that are made there.',
    ].join('\n'),
  );
}
