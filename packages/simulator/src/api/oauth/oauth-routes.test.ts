import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type ApiRig, openApiRig } from '../api-rig.test.support.ts';

const BACK = 'https://cti.example/oauth/back?tenant=7';
const VERIFIER = 'a-verifier-of-at-least-forty-three-characters-1';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let rig: ApiRig;

beforeEach(async () => {
  rig = await openApiRig({ hasLimits: false, redirectUris: [BACK], tokenLifetimeS: 100 });
});
afterEach(() => rig.close());

type Fields = Readonly<Record<string, string | undefined>>;

const authorizeQuery = (fields: Fields = {}): string => {
  const asked: Fields = {
    response_type: 'code',
    client_id: rig.oauthClient.clientId,
    redirect_uri: BACK,
    state: 'a state & more',
    scope: 'calls:list offline_access',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...fields,
  };
  const given = Object.entries(asked).filter((field): field is [string, string] => !!field[1]);
  return new URLSearchParams(given).toString();
};

const authorize = (fields?: Fields, headers: Record<string, string> = {}) =>
  fetch(`${rig.url}/oauth2/authorize?${authorizeQuery(fields)}`, { redirect: 'manual', headers });

const sentTo = (answer: Response) => new URL(answer.headers.get('location') ?? 'none:');

async function codeOf(fields?: Fields): Promise<string> {
  return sentTo(await authorize(fields)).searchParams.get('code') ?? '';
}

const client = () => ({
  client_id: rig.oauthClient.clientId,
  client_secret: rig.oauthClient.clientSecret,
});

const token = (body: object, secrets: object = client()) =>
  rig.ask('POST', '/oauth2/token', { token: null, body: { ...secrets, ...body } });

const redeem = async (fields: object = {}, code?: string) =>
  token({
    grant_type: 'authorization_code',
    code: code ?? (await codeOf()),
    code_verifier: VERIFIER,
    redirect_uri: BACK,
    ...fields,
  });

const statusWith = async (accessToken: string, path = '/api/v2/users/me') =>
  (await rig.ask('GET', path, { token: accessToken })).status;

describe('authorize', () => {
  test('sends a program back at once, with a code and its state', async () => {
    const answer = await authorize();
    const { origin, pathname, searchParams } = sentTo(answer);
    expect([answer.status, origin + pathname]).toEqual([302, 'https://cti.example/oauth/back']);
    expect(Object.fromEntries(searchParams)).toEqual({
      tenant: '7',
      state: 'a state & more',
      code: expect.stringMatching(/^token-\d+$/),
    });
  });

  test('shows a browser a page, whose answer decides', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' };
    const answer = await authorize({ state: '"><script>' }, headers);
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page).toContain('Harborview &lt;Marine&gt;');
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(page).not.toContain('<script>');
    expect(sentTo(await authorize({ approve: '1' }, headers)).searchParams.has('code')).toBe(true);
    const denied = sentTo(await authorize({ approve: '0' }, headers));
    expect(denied.searchParams.get('error')).toBe('access_denied');
    expect(denied.searchParams.has('code')).toBe(false);
  });

  test.each([
    { redirect_uri: `${BACK}&more=1` },
    { redirect_uri: 'https://cti.example/oauth/back' },
    { redirect_uri: undefined },
    { client_id: 'another' },
  ])('sends nobody anywhere with %o', async (fields) => {
    const answer = await authorize(fields);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.json()).toHaveProperty('error_description');
  });

  test.each([
    [{ scope: 'calls:list everything' }, 'invalid_scope'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ code_challenge_method: 'md5' }, 'invalid_request'],
    [{ user_id: '12' }, 'access_denied'],
  ])('sends back an error for %o', async (fields, error) => {
    const { searchParams } = sentTo(await authorize(fields));
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual([
      error,
      'a state & more',
    ]);
  });

  test('takes any redirect URI of the web when none is registered', async () => {
    const open = await openApiRig();
    const send = async (redirectUri: string) => {
      const query = new URLSearchParams({
        client_id: open.oauthClient.clientId,
        redirect_uri: redirectUri,
      });
      const target = `${open.url}/oauth2/authorize?${query.toString()}`;
      return (await fetch(target, { redirect: 'manual' })).status;
    };
    expect(await send('http://127.0.0.1:9/back')).toBe(302);
    expect(await send('http://127.0.0.1:9/back#part')).toBe(400);
    expect(await send('javascript:alert(1)')).toBe(400);
    await open.close();
  });
});

describe('token', () => {
  test('is given for a code, and opens what was agreed to', async () => {
    const { status, body } = await redeem();
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 100,
      },
    ]);
    const me = await rig.ask('GET', '/api/v2/users/me', { token: body.access_token });
    expect(me.body.id).toBe('4800000000000001');
    expect(await statusWith(body.access_token, '/api/v2/call')).toBe(200);
    expect(await statusWith(body.access_token, '/r/1')).toBe(403);
  });

  test('is for forms and Basic as well', async () => {
    const { clientId, clientSecret } = rig.oauthClient;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const answer = await fetch(`${rig.url}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: await codeOf(),
        code_verifier: VERIFIER,
      }),
    });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  test('is of the person who agreed', async () => {
    const { body } = await redeem({}, await codeOf({ user_id: '4800000000000002' }));
    const me = await rig.ask('GET', '/api/v2/users/me', { token: body.access_token });
    expect(me.body.is_admin).toBe(false);
    expect(await statusWith(body.access_token, '/api/v2/call')).toBe(403);
    expect(await statusWith(body.access_token, '/api/v2/company')).toBe(403);
  });

  test('is static without offline_access', async () => {
    const { body } = await redeem({}, await codeOf({ scope: '' }));
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer' });
    await rig.clock.advance(10 ** 9);
    expect(await statusWith(body.access_token)).toBe(200);
  });

  test('is refused for a code that was used, is old or not for this', async () => {
    const refusalOf = async (fields: object, code?: string) =>
      (await redeem(fields, code)).body.error;
    const code = await codeOf();
    await redeem({}, code);
    expect(await refusalOf({}, code)).toBe('invalid_grant');
    const old = await codeOf();
    await rig.clock.advance(60_000);
    expect(await refusalOf({}, old)).toBe('invalid_grant');
    expect(await refusalOf({ code_verifier: `${VERIFIER}1` })).toBe('invalid_grant');
    expect(await refusalOf({ code_verifier: null })).toBe('invalid_grant');
    expect(await refusalOf({ redirect_uri: 'https://cti.example/' })).toBe('invalid_grant');
    expect(await refusalOf({ code: null })).toBe('invalid_request');
    expect(await refusalOf({ grant_type: 'password' })).toBe('unsupported_grant_type');
    const unchallenged = await codeOf({ code_challenge: undefined });
    expect(await refusalOf({}, unchallenged)).toBe('invalid_grant');
  });

  test('is refused to another client', async () => {
    for (const secrets of [{}, { ...client(), client_secret: 'x' }, { client_id: 'x' }]) {
      const { status, body } = await token({ grant_type: 'refresh_token' }, secrets);
      expect([status, body.error]).toEqual([401, 'invalid_client']);
      expect(body.error_description).toEqual(expect.any(String));
    }
    expect((await rig.ask('POST', '/oauth2/token', { body: 'text' })).body.error).toBe(
      'invalid_request',
    );
  });

  test('expires, and each refresh token works once', async () => {
    const refresh = (refreshToken: string) =>
      token({ grant_type: 'refresh_token', refresh_token: refreshToken });
    const first = (await redeem()).body;
    await rig.clock.advance(100_000);
    expect(await statusWith(first.access_token)).toBe(401);
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(await statusWith(second.body.access_token)).toBe(200);
    const again = await refresh(first.refresh_token);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
  });
});

describe('deauthorize', () => {
  test('revokes all that came of the grant, and nothing else', async () => {
    const [one, other] = [(await redeem()).body, (await redeem()).body];
    const deauthorize = (accessToken: string) =>
      rig.ask('POST', '/oauth2/deauthorize', { token: accessToken });
    expect(await deauthorize(one.access_token)).toEqual({ status: 204, body: null });
    expect(await statusWith(one.access_token)).toBe(401);
    const refused = await token({
      grant_type: 'refresh_token',
      refresh_token: one.refresh_token,
    });
    expect(refused.body.error).toBe('invalid_grant');
    expect(await statusWith(other.access_token)).toBe(200);
    expect((await deauthorize(one.access_token)).status).toBe(401);
    expect((await deauthorize(rig.apiKey)).status).toBe(401);
  });
});
