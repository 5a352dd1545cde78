import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import type { DialpadTokens } from '../ports/dialpad-oauth.ts';
import type { DialpadSubject } from './dialpad-subject.ts';
import { answered } from './harness/answered.ts';
import { clientOf, dialpadLaw, refused } from './harness/dialpad.ts';
import type { Law } from './law.ts';

const REFUSED = { kind: 'grant-refused' };
const REDIRECT_URI = 'https://cti.example/callback?app=1';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const ODD = ['', ' ', 'nul \u0000', '\uD800', 'x'.repeat(5_000), '{"a":1}'];

/** All that the port `DialpadOAuth` promises. */
export const dialpadOAuthLaws: readonly Law<DialpadSubject>[] = [
  dialpadLaw('the authorize URL says who asks for what, and where to answer', async (subject) => {
    const url = new URL(authorizeUrl(subject));
    assert.ok(url.pathname.endsWith('/oauth2/authorize'));
    const { client_id: clientId, ...query } = Object.fromEntries(url.searchParams);
    assert.ok(clientId);
    assert.deepEqual(query, {
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      state: 'a state + more',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      scope: 'offline_access calls:list',
    });
  }),

  dialpadLaw('a code is exchanged for tokens that open the API', async (subject) => {
    const { accessToken, refreshToken, expiresIn } = await connected(subject);
    assert.ok(refreshToken !== null && expiresIn !== null && expiresIn > 0);
    assert.ok((await answered(clientOf(subject, accessToken).me())).user.id);
  }),

  dialpadLaw('a code is good once, with its verifier and its redirect URI', async (subject) => {
    const { oauth, agree } = subject;
    const grant = { codeVerifier: VERIFIER, redirectUri: REDIRECT_URI };
    for (const wrong of [
      { codeVerifier: 'w'.repeat(43) },
      { redirectUri: `${REDIRECT_URI}&more=1` },
      { code: 'nobodys' },
    ]) {
      const code = await agree(authorizeUrl(subject));
      assert.deepEqual(await refused(oauth.exchange({ ...grant, code, ...wrong })), REFUSED);
    }
    const code = await agree(authorizeUrl(subject));
    await answered(oauth.exchange({ ...grant, code }));
    assert.deepEqual(await refused(oauth.exchange({ ...grant, code })), REFUSED);
  }),

  dialpadLaw('a refresh gives new tokens, and uses up the token given in', async (subject) => {
    const first = await connected(subject);
    const second = await answered(subject.oauth.refresh(first.refreshToken ?? ''));
    assert.notEqual(second.accessToken, first.accessToken);
    assert.ok((await answered(clientOf(subject, second.accessToken).me())).user.id);
    if (second.refreshToken === null) return;
    assert.deepEqual(await refused(subject.oauth.refresh(first.refreshToken ?? '')), REFUSED);
    await answered(subject.oauth.refresh(second.refreshToken));
  }),

  dialpadLaw(
    'deauthorize revokes all of the grant, and is fine when it is void',
    async (subject) => {
      const { accessToken, refreshToken } = await connected(subject);
      const other = await connected(subject);
      await answered(subject.oauth.deauthorize(accessToken));
      const client = clientOf(subject, accessToken);
      assert.deepEqual(await refused(client.me()), { kind: 'dialpad-unauthorized' });
      assert.deepEqual(await refused(subject.oauth.refresh(refreshToken ?? '')), REFUSED);
      await answered(subject.oauth.deauthorize(accessToken));
      await answered(clientOf(subject, other.accessToken).me());
    },
  ),

  dialpadLaw('what ends unclear says so, and is not sent again', async (subject) => {
    const { oauth, agree } = subject;
    for (const end of ['unclear-done', 'unclear-not-done'] as const) {
      const { accessToken, refreshToken } = await connected(subject);
      const code = await agree(authorizeUrl(subject));
      const requests = [
        [
          'exchange',
          () => oauth.exchange({ code, codeVerifier: VERIFIER, redirectUri: REDIRECT_URI }),
        ],
        ['refresh', () => oauth.refresh(refreshToken ?? '')],
        ['deauthorize', () => oauth.deauthorize(accessToken)],
      ] as const;
      for (const [method, send] of requests) {
        const before = await subject.asked(method);
        subject.interrupt(method, end);
        const result = await send();
        assert.ok(result.isErr() && result.error.kind === 'dialpad-unavailable', method);
        assert.equal(result.error.isUnclear, true);
        assert.equal(await subject.asked(method), before + 1);
      }
    }
  }),

  dialpadLaw(
    'no method of DialpadOAuth throws or rejects, whatever it is given',
    async ({ oauth }) => {
      for (const odd of ODD) {
        assert.equal(
          typeof oauth.authorizeUrl({
            redirectUri: odd,
            state: odd,
            codeChallenge: odd,
            scopes: [odd, odd],
          }),
          'string',
        );
        for (const answer of [
          oauth.exchange({ code: odd, codeVerifier: odd, redirectUri: odd }),
          oauth.refresh(odd),
          oauth.deauthorize(odd),
        ]) {
          const result: unknown = await answer;
          assert.ok(typeof result === 'object' && result !== null && 'isOk' in result);
        }
      }
    },
  ),

  dialpadLaw('no error holds a code or a token', async ({ oauth }) => {
    const secret = 'a-secret-that-nobody-may-see-in-an-error';
    for (const answer of [
      oauth.exchange({ code: secret, codeVerifier: secret, redirectUri: REDIRECT_URI }),
      oauth.refresh(secret),
    ]) {
      assert.ok(!JSON.stringify(await refused(answer)).includes(secret));
    }
  }),
];

function authorizeUrl({ oauth }: DialpadSubject): string {
  return oauth.authorizeUrl({
    redirectUri: REDIRECT_URI,
    state: 'a state + more',
    codeChallenge: CHALLENGE,
    scopes: ['offline_access', 'calls:list'],
  });
}

async function connected(subject: DialpadSubject): Promise<DialpadTokens> {
  const code = await subject.agree(authorizeUrl(subject));
  const grant = { code, codeVerifier: VERIFIER, redirectUri: REDIRECT_URI };
  return answered(subject.oauth.exchange(grant));
}
