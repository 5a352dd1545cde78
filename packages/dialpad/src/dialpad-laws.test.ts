import {
  type DialpadSubject,
  dialpadClientLaws,
  dialpadOAuthLaws,
} from '@dialpad-cti/core/testing';
import { type ApiFault, openSimulator } from '@dialpad-cti/simulator';
import { describe, test } from 'vitest';

import { openDialpadApi } from './open-dialpad-api.ts';

const ANSWERED_AND_RECORDED = '01-inbound-answered-recorded-recap';
const PATHS = {
  createWebhook: '/api/v2/webhooks',
  createSubscription: '/api/v2/subscriptions/',
  exchange: '/oauth2/token',
  refresh: '/oauth2/token',
  deauthorize: '/oauth2/deauthorize',
} as const;
const GRANTS = { exchange: 'authorization_code', refresh: 'refresh_token' };

/** The real client and the stand-in for Dialpad, over loopback. */
async function openSubject(): Promise<DialpadSubject> {
  const simulator = await openSimulator({ seed: 1 });
  const api = openDialpadApi({ baseUrl: simulator.url, timeouts: { firstWaitMs: 10 } });

  async function played(scenario: string): Promise<readonly string[]> {
    const { callIds } = simulator.play(scenario, { speed: Number.POSITIVE_INFINITY });
    await simulator.settled();
    return callIds;
  }

  return {
    open: api.open,
    oauth: api.oauth(simulator.oauthClient),
    token: simulator.apiKey,
    limitedToken: simulator.limitedApiKey,
    async agree(authorizeUrl) {
      const { headers } = await fetch(authorizeUrl, { redirect: 'manual' });
      return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
    },
    webhooks: async () => simulator.setUp().webhooks,
    subscriptions: async () => simulator.setUp().subscriptions.map(({ id }) => id),
    async concludeCalls(atLeast) {
      const calls: string[] = [];
      while (calls.length < atLeast) calls.push(...(await played('02-inbound-missed-direct')));
      return calls;
    },
    async transcribedCall() {
      const [callId = ''] = await played(ANSWERED_AND_RECORDED);
      return { callId, speech: 4 };
    },
    async recording() {
      await played(ANSWERED_AND_RECORDED);
      const url = /https:[^"]*\/r\/\d+/.exec(JSON.stringify(simulator.truth().calls))?.[0] ?? '';
      // What the stand-in itself says of it, past the client.
      const { pathname } = new URL(url);
      const headers = { authorization: `Bearer ${simulator.apiKey}` };
      const answer = await fetch(new URL(pathname, simulator.url), { headers });
      return { url, size: (await answer.arrayBuffer()).byteLength };
    },
    asked: async (method) =>
      simulator
        .requests()
        .filter((seen) => seen.method === 'POST' && seen.target.startsWith(PATHS[method]))
        .filter(({ body }) => {
          if (method !== 'exchange' && method !== 'refresh') return true;
          return JSON.stringify(body).includes(GRANTS[method]);
        }).length,
    interrupt: (method, end) =>
      simulator.misbehave({
        method: 'POST',
        path: PATHS[method],
        answer: { kind: 'reset', afterWork: end === 'unclear-done' },
      }),
    trouble: (times) => simulator.misbehave({ path: '/', times, answer: HEADLESS }),
    async close() {
      await api.close();
      await simulator.stop();
    },
  };
}

const HEADLESS: ApiFault['answer'] = { kind: 'status', status: 503, body: 'upstream is gone' };

describe('DialpadClient over the network', () => {
  for (const { name, check } of dialpadClientLaws) test(name, () => check(openSubject));
});

describe('DialpadOAuth over the network', () => {
  for (const { name, check } of dialpadOAuthLaws) test(name, () => check(openSubject));
});
