import type { DialpadOAuth, OpenDialpad } from '@dialpad-cti/core';

import { createDialpadClient } from './client/create-dialpad-client.ts';
import { createTurns, type Turns } from './limits/create-turns.ts';
import { createDialpadOAuth, type OAuthClient } from './oauth/create-dialpad-oauth.ts';
import { createCallDialpad } from './requests/create-call-dialpad.ts';
import { type DialpadApiOptions, settingsOf } from './settings.ts';
import { createBreaker } from './transport/create-breaker.ts';
import { openTransport } from './transport/open-transport.ts';

const FAILURES_IN_A_ROW = 10;
const A_SECOND = 1_000;

export interface DialpadApi {
  readonly open: OpenDialpad;
  oauth(client: OAuthClient): DialpadOAuth;
  /** Whoever waits for a turn waits no more; what is under way may end. */
  close(): Promise<void>;
}

/** Dialpad's REST API and OAuth at one address. Throws when that is no URL; nothing is sent yet. */
export function openDialpadApi(options: DialpadApiOptions): DialpadApi {
  const settings = settingsOf(options);
  const { elapsed, requestsPerSecond, timeouts } = settings;
  const transport = openTransport(settings);
  const breaker = createBreaker({
    failuresInARow: FAILURES_IN_A_ROW,
    openMs: timeouts.breakMs,
    elapsed,
  });
  const line = { settings, transport, breaker };
  const companies = new Map<string, Turns>();
  let isClosed = false;

  function turnsOf(companyKey: string): Turns {
    const known = companies.get(companyKey);
    if (known !== undefined) return known;
    const limit = { count: requestsPerSecond, spanMs: A_SECOND };
    const turns = createTurns({ limit, elapsed });
    if (isClosed) turns.close();
    companies.set(companyKey, turns);
    return turns;
  }

  return {
    open: ({ companyKey, tokens }) =>
      createDialpadClient(
        createCallDialpad({ ...line, tokens, turns: turnsOf(companyKey) }),
        settings,
      ),
    oauth: (client) => createDialpadOAuth(line, client),
    async close() {
      isClosed = true;
      for (const turns of companies.values()) turns.close();
      await transport.close();
    },
  };
}
