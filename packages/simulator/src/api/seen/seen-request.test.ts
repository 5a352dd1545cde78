import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type ApiRig, openApiRig, START } from '../api-rig.test.support.ts';
import { createRequestLog } from './create-request-log.ts';
import { seenRequest } from './seen-request.ts';
import { withoutSecrets } from './without-secrets.ts';

let rig: ApiRig;

beforeEach(async () => {
  rig = await openApiRig();
});
afterEach(() => rig.close());

describe('the requests seen', () => {
  test('tell what was asked and answered, less every secret', async () => {
    const body = { hook_url: 'https://cti.example/a', secret: 'puppy' };
    await rig.ask('POST', '/api/v2/webhooks', { body });
    await rig.clock.advance(7);
    await rig.ask('GET', `/api/v2/users?email=a%40b&apikey=${rig.apiKey}`, { token: null });
    await rig.ask('GET', '/simulator/requests');
    const [made, listed] = rig.requests();
    expect(made).toEqual({
      at: START,
      method: 'POST',
      target: '/api/v2/webhooks',
      status: 200,
      body: { hook_url: 'https://cti.example/a' },
      authorization: expect.stringMatching(/^Bearer [0-9a-f]{16}$/),
    });
    expect(listed).toEqual({
      at: START + 7,
      method: 'GET',
      target: '/api/v2/users?email=a%40b',
      status: 200,
      body: null,
      authorization: null,
    });
    expect(rig.requests()).toHaveLength(2);
    expect((await rig.ask('GET', '/simulator/requests')).body.items).toEqual(rig.requests());
    expect(JSON.stringify(rig.requests())).not.toMatch(/token-|puppy/);
  });

  test('hold nothing of OAuth that opens anything', async () => {
    const { clientId, clientSecret } = rig.oauthClient;
    await fetch(`${rig.url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: clientSecret,
        code: 'a-code',
        code_verifier: 'a-verifier',
        refresh_token: 'a-refresh-token',
      }),
    });
    expect(rig.requests()[0]?.body).toEqual({
      grant_type: 'authorization_code',
      client_id: clientId,
    });
  });

  test('are ten thousand at most, the oldest first', () => {
    const log = createRequestLog();
    for (let at = 0; at < 25_000; at += 1) {
      log.add({ at, method: 'GET', target: '/', status: 200, body: null, authorization: null });
    }
    const seen = log.requests();
    expect([seen.length, seen[0]?.at, seen.at(-1)?.at]).toEqual([10_000, 15_000, 24_999]);
  });

  test('are kept short, however long they were', () => {
    const seen = seenRequest({
      at: 0,
      method: 'GET',
      target: `/${'x'.repeat(9_000)}`,
      authorization: 'Bearer a',
      body: { kind: 'value', value: { text: 'x'.repeat(20_000) } },
      status: 400,
    });
    expect([seen.target.length, seen.body]).toEqual([2_000, null]);
  });

  test('lose secrets at any depth', () => {
    const value = [{ signature: { secret: 'a', type: 'jwt' } }, null, 'secret', 3];
    expect(withoutSecrets(value)).toEqual([{ signature: { type: 'jwt' } }, null, 'secret', 3]);
  });
});
