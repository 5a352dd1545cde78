import fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';
import { expect, test } from 'vitest';

import { createMemoryDialpad } from '../../memory/dialpad.ts';
import { createMemoryStorage } from '../../memory/storage.ts';
import type { DialpadOAuth, DialpadTokens, OAuthError } from '../../ports/dialpad-oauth.ts';
import { makeApp } from '../../testing/harness/make-app.ts';
import { sampleAct } from '../../testing/harness/sample-act.ts';
import { createDialpadAccess } from './dialpad-access.ts';

const UNCLEAR = { kind: 'dialpad-unavailable', isUnclear: true, cause: 'no answer' } as const;
const REJECTED = { kind: 'dialpad-rejected', status: 400, detail: 'no' } as const;
const MISHAPS: readonly OAuthError[] = [
  UNCLEAR,
  { kind: 'dialpad-unavailable', isUnclear: false, cause: 'not sent' },
  { kind: 'dialpad-rate-limited', retryAt: 0 },
  { kind: 'dialpad-unauthorized' },
  REJECTED,
];

const waitAfter = (count: number): number => Math.min(15 * 60_000, 30_000 * 2 ** (count - 1));

/** Seconds later, several of two apps' callers at once, and how Dialpad answers meanwhile. */
const steps = fc.array(
  fc.record({
    seconds: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 4_000 })),
    callers: fc.array(
      fc.record({
        app: fc.constantFrom(0, 1),
        server: fc.constantFrom(0, 1),
        isRefused: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
    mishap: fc.option(fc.constantFrom(...MISHAPS), { freq: 2 }),
  }),
  { maxLength: 25 },
);

/** Whose tokens they are stands in them. A refresh token is good for one use. */
function createStrictOAuth(now: () => number) {
  const used = new Set<string>();
  const unclear = new Map<string, { readonly at: number; readonly count: number }>();
  const state: { mishap: OAuthError | null; refreshes: number; reused: string[] } = {
    mishap: null,
    refreshes: 0,
    reused: [],
  };
  let made = 0;
  const issue = (owner: string): DialpadTokens => {
    made += 1;
    const [accessToken, refreshToken] = [`${owner} access ${made}`, `${owner} refresh ${made}`];
    return { accessToken, refreshToken, expiresIn: 3_600 };
  };
  const refresh: DialpadOAuth['refresh'] = (refreshToken) => {
    state.refreshes += 1;
    const last = unclear.get(refreshToken) ?? { at: 0, count: 0 };
    const isTooSoon = last.count > 0 && now() - last.at < waitAfter(last.count);
    if (used.has(refreshToken) || isTooSoon || last.count >= 8) state.reused.push(refreshToken);
    if (state.mishap !== null) {
      if (state.mishap === UNCLEAR || state.mishap === REJECTED) {
        unclear.set(refreshToken, { at: now(), count: last.count + 1 });
      }
      return errAsync(state.mishap);
    }
    used.add(refreshToken);
    return okAsync(issue(refreshToken.split(' ')[0] ?? ''));
  };
  return { state, issue, refresh };
}

test('whatever happens, nobody gets a token of another app, and no refresh token is used twice', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      let time = Date.UTC(2026, 8, 1);
      const now = () => time;
      const { keyStore, connectionStore } = createMemoryStorage({ now });
      const strict = createStrictOAuth(now);
      const dialpad = createMemoryDialpad({ now });
      const oauth = { ...dialpad.oauth, refresh: strict.refresh };
      const shared = { connectionStore, oauth, open: dialpad.open, staticKey: null };
      const others = { now, random: () => 0.5, publish: () => {} };
      const servers = [0, 1].map(() => createDialpadAccess({ ...shared, ...others }));
      const appIds: string[] = [];
      for (const owner of ['first', 'second']) {
        const { app } = await makeApp(keyStore);
        const scopes = ['offline_access'];
        const ids = { companyId: 'one company', userId: null, officeId: null };
        const connection = { appId: app.appId, ...ids, scopes, tokens: strict.issue(owner) };
        await connectionStore.putConnection(connection, sampleAct);
        appIds.push(app.appId);
      }

      const last = ['', ''];
      for (const { seconds, callers, mishap } of given) {
        time += seconds * 1_000;
        strict.state.mishap = mishap;
        const before = strict.state.refreshes;
        const answers = await Promise.all(
          callers.map(async ({ app, server, isRefused }) => {
            const tokens = servers[server]?.tokensOf(appIds[app] ?? '');
            const refused = last[app] ?? '';
            const answer = isRefused ? tokens?.renewed(refused) : tokens?.token();
            return { app, isRefused, refused, outcome: await answer };
          }),
        );
        for (const { app, isRefused, refused, outcome } of answers) {
          if (outcome?.isOk() !== true) continue;
          expect(outcome.value.startsWith(['first ', 'second '][app] ?? 'none')).toBe(true);
          if (isRefused) expect(outcome.value).not.toBe(refused);
          last[app] = outcome.value;
        }
        expect(strict.state.reused).toEqual([]);
        // Of each app one because it was due or refused, and one for the token that came of it.
        const asked = new Set(callers.map(({ app }) => app)).size;
        expect(strict.state.refreshes - before).toBeLessThanOrEqual(2 * asked);
      }
    }),
    { numRuns: 200 },
  );
});
