import assert from 'node:assert/strict';

import { errAsync, okAsync } from 'neverthrow';

import type { DialpadClient, DialpadItems, TokenError } from '../ports/dialpad-client.ts';
import { answered } from './harness/answered.ts';
import { all, clientOf, dialpadLaw, onlyError, refused, tokensInTurn } from './harness/dialpad.ts';

const UNAUTHORIZED = { kind: 'dialpad-unauthorized' };
const BAD = 'a-token-that-opens-nothing';
const SECRET = 'a-secret-that-nobody-may-see-in-an-error';

/** Tokens, and what no error may do, as the port `DialpadClient` promises it. */
export const dialpadTokenLaws = [
  dialpadLaw('a token that is refused is renewed, and the request goes on', async (subject) => {
    const tokens = tokensInTurn(BAD, subject.token);
    const client = subject.open({ companyKey: 'company', tokens });
    assert.ok((await all(client.users({}))).length > 0);
    assert.deepEqual(tokens.refused, [BAD]);
  }),

  dialpadLaw('a token that is refused anew is renewed no more', async (subject) => {
    const tokens = tokensInTurn(BAD, `${BAD}-2`, subject.token);
    const client = subject.open({ companyKey: 'company', tokens });
    assert.deepEqual(await refused(client.me()), UNAUTHORIZED);
    assert.deepEqual(tokens.refused, [BAD]);
  }),

  dialpadLaw('a create whose token is refused is made once with another', async (subject) => {
    const tokens = tokensInTurn(BAD, subject.token);
    const client = subject.open({ companyKey: 'company', tokens });
    await answered(client.createWebhook({ hookUrl: 'https://cti.example/1', secret: SECRET }));
    assert.equal((await subject.webhooks()).length, 1);
  }),

  dialpadLaw('what the source of tokens says is what the client says', async (subject) => {
    const errors: readonly TokenError[] = [
      { kind: 'dialpad-unauthorized' },
      { kind: 'dialpad-reauthorisation-needed' },
      { kind: 'dialpad-unavailable', isUnclear: false, cause: 'none' },
      { kind: 'store-unavailable', cause: 'none' },
    ];
    for (const error of errors) {
      const without = { token: () => errAsync(error), renewed: () => errAsync(error) };
      const client = subject.open({ companyKey: 'company', tokens: without });
      assert.deepEqual(await refused(client.me()), error);
      assert.deepEqual(await onlyError(client.webhooks()), error);
      const ones = { token: () => okAsync(BAD), renewed: () => errAsync(error) };
      const refusing = subject.open({ companyKey: 'company', tokens: ones });
      assert.deepEqual(await refused(refusing.me()), error);
    }
  }),

  dialpadLaw(
    'no method of DialpadClient throws or rejects, whatever it is given',
    async (subject) => {
      for (const token of [subject.token, BAD]) await tryAll(clientOf(subject, token), () => {});
    },
  ),

  dialpadLaw('no error holds a token or a secret', async (subject) => {
    for (const token of [subject.limitedToken, BAD]) {
      await tryAll(clientOf(subject, token), (error) => {
        const shown = JSON.stringify(error);
        assert.ok(!shown.includes(token) && !shown.includes(SECRET), shown);
      });
    }
  }),
];

const ODD = [
  '',
  ' ',
  '.',
  '..',
  '../users/me',
  '1?cursor=1',
  'nul \u0000',
  '\uD800',
  '9'.repeat(99),
];

/** Each method with odd values, and where it can be with a secret. */
async function tryAll(client: DialpadClient, onError: (error: unknown) => void): Promise<void> {
  const terms = [
    { kind: 'call', callStates: [SECRET] },
    { kind: 'sms', direction: 'all', status: true, includeInternal: true },
    { kind: 'agent_status' },
  ] as const;
  for (const odd of ODD) {
    const subscriptions = terms.map((one) => ({ terms: one, webhookId: odd, enabled: true }));
    const answers = [
      client.webhook(odd),
      client.createWebhook({ hookUrl: odd, secret: SECRET }),
      client.updateWebhook(odd, { hookUrl: odd, secret: SECRET }),
      client.deleteWebhook(odd),
      ...subscriptions.map((one) => client.createSubscription(one)),
      client.subscription('call', odd),
      client.deleteSubscription('sms', odd),
      client.transcript(odd),
      client.media(`https://dialpad.com/${odd}`, odd),
    ];
    for (const answer of answers) {
      const result = await answer;
      if (result.isErr()) onError(result.error);
    }
    const [first] = subscriptions;
    if (first !== undefined) await client.updateSubscription(odd, first);
  }
  const lists: readonly DialpadItems<unknown>[] = [
    client.users({ email: '\u0000\uD800' }),
    client.calls({ from: Number.NaN, to: Number.NaN }),
    client.calls({ from: -1, to: 1 }),
    client.calls({ from: Date.now() - 1_000, to: Number.POSITIVE_INFINITY }),
  ];
  for (const list of lists) {
    for await (const result of list) if (result.isErr()) onError(result.error);
  }
}
