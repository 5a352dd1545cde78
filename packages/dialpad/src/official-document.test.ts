import { describe, expect, test } from 'vitest';

import {
  type OfficialDocument,
  readOfficialDocument,
} from './testing/official-document.test.support.ts';
import { listed } from './testing/open-rig.test.support.ts';
import { answerJson } from './testing/open-server.test.support.ts';
import { useRigs } from './testing/use-rigs.test.support.ts';

const WEBHOOK = '4500000000000001';
const SUBSCRIPTION = '4500000000000002';
const CALL = '4500000000000003';

const { rigOf } = useRigs();
const official = readOfficialDocument();

const ABSENT: Check = [
  'the official document is not here: requests are not compared with it',
  () => {
    console.info('dialpad_api_spec.json is not beside the repository: nothing was compared');
    expect(official).toBeNull();
  },
];

type Check = readonly [name: string, check: () => void | Promise<void>];

describe('Dialpad’s official document', () => {
  for (const [name, check] of official === null ? [ABSENT] : comparisons(official)) {
    test(name, check);
  }
});

function comparisons(document: OfficialDocument): readonly Check[] {
  return [
    ['allows every request that the client and OAuth can make', () => allowsRequests(document)],
    ['shows answers that the client can read', () => isReadable(document)],
    ['would not allow what is not in it', () => refusesOthers(document)],
  ];
}

async function allowsRequests(document: OfficialDocument): Promise<void> {
  const { seen } = await askEverything(document);
  const faults = seen.map((one) => {
    // Not in the document; but OAuth 2 wants it, and it is usual.
    const body = one.body.replace(',"redirect_uri":"https://cti.example/"', '');
    return [document.nameOf(one), document.faultsOf({ ...one, body })] as const;
  });
  expect(faults.filter(([, found]) => found.length > 0)).toEqual([]);
  expect(new Set(faults.map(([name]) => name))).toEqual(new Set(OPERATIONS));
}

async function isReadable(document: OfficialDocument): Promise<void> {
  const { results } = await askEverything(document);
  expect(results.filter(({ result }) => result.isErr())).toEqual([]);
}

function refusesOthers(document: OfficialDocument): void {
  const wrong = (method: string, url: string, body = '') =>
    document.faultsOf({
      at: 0,
      method,
      url,
      body,
      headers: { 'content-type': 'application/json' },
    });
  expect(wrong('GET', '/api/v2/webhook')).not.toEqual([]);
  expect(wrong('PUT', '/api/v2/webhooks/1')).not.toEqual([]);
  expect(wrong('GET', '/api/v2/webhooks/abc')).not.toEqual([]);
  expect(wrong('GET', '/api/v2/call?limit=50')).not.toEqual([]);
  expect(wrong('GET', '/api/v2/call?started_after=yesterday')).not.toEqual([]);
  expect(wrong('POST', '/api/v2/webhooks', '{"secret":"x"}')).not.toEqual([]);
  expect(wrong('POST', '/api/v2/webhooks', '{"hook_url":"x","webhook_id":1}')).not.toEqual([]);
  expect(wrong('POST', '/api/v2/subscriptions/call', '{"call_states":["x"]}')).not.toEqual([]);
  expect(wrong('POST', '/api/v2/webhooks', '{"hook_url":"x"}')).toEqual([]);
}

async function askEverything(document: OfficialDocument) {
  const told = new Set<string>();
  const { client, oauth, seen } = await rigOf(
    (one, response) => {
      if (one.url.startsWith('/oauth2/token')) {
        return answerJson(response, { access_token: 'a', token_type: 'Bearer' });
      }
      const example = document.exampleFor(one);
      const name = document.nameOf(one);
      const isList = name.startsWith('GET') && !name.endsWith('}');
      // Each list has one more page, so that a cursor is sent as well.
      const more = isList && !told.has(name) ? { cursor: 'the next one' } : {};
      told.add(name);
      return answerJson(response, { ...(isList ? {} : MINIMAL), ...Object(example), ...more });
    },
    { requestsPerSecond: 1_000 },
  );
  const webhook = { hookUrl: 'https://cti.example/webhooks/1', secret: 's'.repeat(32) };
  const common = { webhookId: WEBHOOK, enabled: true };
  const terms = [
    { kind: 'call', callStates: ['all', 'hangup', 'voicemail_uploaded'] },
    { kind: 'sms', direction: 'all', status: true, includeInternal: true },
    { kind: 'sms', direction: 'inbound', status: false, includeInternal: false },
    { kind: 'agent_status' },
  ] as const;
  const answers = [
    client.createWebhook(webhook),
    client.webhook(WEBHOOK),
    client.updateWebhook(WEBHOOK, webhook),
    client.updateWebhook(WEBHOOK, { secret: webhook.secret }),
    client.deleteWebhook(WEBHOOK),
    ...terms.flatMap((one) => [
      client.createSubscription({ ...common, terms: one }),
      client.subscription(one.kind, SUBSCRIPTION),
      client.updateSubscription(SUBSCRIPTION, { ...common, terms: one, enabled: false }),
      client.deleteSubscription(one.kind, SUBSCRIPTION),
    ]),
    client.me(),
    client.call(CALL),
    client.transcript(CALL),
    oauth.exchange({ code: 'c', codeVerifier: 'v', redirectUri: 'https://cti.example/' }),
    oauth.refresh('r'),
    oauth.deauthorize('a'),
  ];
  const results = [];
  for (const answer of answers) results.push({ result: await answer });
  const to = Date.now();
  const lists = [
    client.webhooks(),
    ...terms.map(({ kind }) => client.subscriptions(kind)),
    client.users({ email: 'ada@example.com' }),
    client.users({}),
    client.calls({ from: to - 45 * 86_400_000, to }),
  ];
  for (const list of lists) {
    for (const result of await listed<unknown>(list)) results.push({ result });
  }
  return { seen, results };
}

/** Where the document shows no example. */
const MINIMAL = { id: '1', call_id: '1' };

const OPERATIONS = [
  'POST /api/v2/webhooks',
  'GET /api/v2/webhooks',
  'GET /api/v2/webhooks/{id}',
  'PATCH /api/v2/webhooks/{id}',
  'DELETE /api/v2/webhooks/{id}',
  ...['call', 'sms', 'agent_status'].flatMap((kind) => [
    `POST /api/v2/subscriptions/${kind}`,
    `GET /api/v2/subscriptions/${kind}`,
    `GET /api/v2/subscriptions/${kind}/{id}`,
    `PATCH /api/v2/subscriptions/${kind}/{id}`,
    `DELETE /api/v2/subscriptions/${kind}/{id}`,
  ]),
  'GET /api/v2/users',
  'GET /api/v2/users/{id}',
  'GET /api/v2/call',
  'GET /api/v2/call/{id}',
  'GET /api/v2/transcripts/{call_id}',
  'POST /oauth2/token',
  'POST /oauth2/deauthorize',
];
