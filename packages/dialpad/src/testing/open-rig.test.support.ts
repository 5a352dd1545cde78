import type { DialpadClient, DialpadItems, TokenSource } from '@dialpad-cti/core';
import { errAsync, okAsync } from 'neverthrow';

import { openDialpadApi } from '../open-dialpad-api.ts';
import type { DialpadApiOptions, DialpadTimeouts } from '../settings.ts';
import { type Answer, openServer } from './open-server.test.support.ts';

export const TOKEN = 'token-that-nobody-else-may-see';

export const TOKENS: TokenSource = {
  token: () => okAsync(TOKEN),
  renewed: () => errAsync({ kind: 'dialpad-unauthorized' }),
};

/** A server that answers as it is told, and clients of it that do not wait for long. */
export async function openRig(
  answer: Answer,
  { timeouts, ...options }: Partial<DialpadApiOptions> = {},
) {
  const server = await openServer(answer);
  const quick: Partial<DialpadTimeouts> = { firstWaitMs: 1, ...timeouts };
  const api = openDialpadApi({ baseUrl: server.url, ...options, timeouts: quick });
  return {
    ...server,
    api,
    client: api.open({ companyKey: 'one', tokens: TOKENS }),
    other: (companyKey: string): DialpadClient => api.open({ companyKey, tokens: TOKENS }),
    oauth: api.oauth({ clientId: 'client', clientSecret: 'secret-of-the-client' }),
    async close() {
      await server.close();
      await api.close();
    },
  };
}

export async function listed<Item>(items: DialpadItems<Item>) {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
}
