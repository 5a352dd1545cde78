import type { Simulator } from '@dialpad-cti/simulator';

/** What a server has to be told to use this stand-in as its Dialpad. */
export const dialpadSettings = (simulator: Simulator): Readonly<Record<string, string>> => ({
  DIALPAD_SANDBOX_BASE_URL: simulator.url,
  DIALPAD_SANDBOX_CLIENT_ID: simulator.oauthClient.clientId,
  DIALPAD_SANDBOX_CLIENT_SECRET: simulator.oauthClient.clientSecret,
  DIALPAD_API_KEY: simulator.apiKey,
});
