import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { asKeeper } from './testing/as-keeper.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { type OAuthStage, openOAuthStage } from './testing/open-oauth-stage.test.support.ts';
import { createPastClock } from './testing/past-clock.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const CALLERS = 50;
const LIFE_S = 3_600;
const HOUR_MS = 3_600_000;

const clock = createPastClock();
clock.setBack(2 * HOUR_MS);
let oauth: OAuthStage;
/** Without timers of their own. */
let servers: readonly TestServer[];
beforeAll(async () => {
  oauth = await openOAuthStage({ clock, tokenLifetimeS: LIFE_S });
  const environment = { ROLES: 'ingest,api', RATE_LIMIT_OPERATOR: '100000' };
  servers = [await oauth.start({ environment }), await oauth.start({ environment })];
});
afterAll(() => oauth.close());

const refreshes = () =>
  oauth.tap.tokenRequests().filter(({ sent }) => sent.grant_type === 'refresh_token');

/** As if they had been given so many seconds ago. */
const age = (appId: string, seconds: number): Promise<void> =>
  asKeeper(
    oauth.stage,
    `UPDATE dialpad_connections
     SET
       obtained_at = now() - interval '${seconds} s',
       connected_at = now() - interval '${seconds} s',
       refreshed_at = NULL,
       expires_at = now() + interval '${LIFE_S - seconds} s'
     WHERE app_id = '${appId}'`,
  );

const connection = async (appId: string) => {
  const { body } = await oauth.operate('GET', `/internal/apps/${appId}/connection`);
  return body['data'] as Readonly<Record<string, unknown>>;
};

/** By routes that ask Dialpad, through both processes: the statuses. */
async function askByMany(appId: string, hookId: string): Promise<readonly number[]> {
  const paths = [`/internal/apps/${appId}/dialpad`, `/internal/webhooks/${hookId}/drift`];
  return Promise.all(
    Array.from({ length: CALLERS }, async (_, nth) => {
      const server = servers[nth % 2];
      const { status } = await ask(`${server?.url}${paths[nth % 5 === 0 ? 1 : 0]}`);
      return status;
    }),
  );
}

describe('50 callers at once, in two processes, have one refresh made', () => {
  let appId: string;
  let hookId: string;
  beforeAll(async () => {
    appId = await oauth.newApp('Many');
    await oauth.connect(appId);
    const made = await oauth.operate('POST', `/internal/webhooks/create?app_id=${appId}`, {});
    hookId = String(made.body['hook_id']);
  });

  test.each([
    ['expired by the clock', false],
    ['refused by Dialpad before its time', true],
  ])('when the token is %s', async (_, isRefused) => {
    if (isRefused) clock.setBack(0);
    await age(appId, isRefused ? 10 : LIFE_S + 60);
    const before = refreshes().length;
    const beforeSeen = oauth.simulator.requests().length;
    // All of them come while it is under way.
    oauth.simulator.misbehave({ path: '/oauth2/token', answer: { kind: 'slow', ms: 700 } });
    const statuses = await askByMany(appId, hookId);
    expect(statuses).toEqual(Array.from({ length: CALLERS }, () => 200));
    expect(refreshes()).toHaveLength(before + 1);
    const seen = oauth.simulator.requests().slice(beforeSeen);
    expect(seen.filter(({ target }) => target === '/oauth2/token')).toHaveLength(1);
    const refused = seen.filter(({ status }) => status === 401).length;
    expect({ refused }).toEqual({ refused: isRefused ? expect.toSatisfy(isMany) : 0 });
    expect(await connection(appId)).toMatchObject({ state: 'connected' });
  });
});

const isMany = (count: number): boolean => count > 2;

test('a refresh whose answer is lost is not repeated at once; it ends with an app to be authorised anew', async () => {
  const { simulator } = oauth;
  const appId = await oauth.newApp('Lost');
  await oauth.connect(appId);
  await age(appId, LIFE_S + 60);
  const asked = () => simulator.requests().filter(({ target }) => target === '/oauth2/token');
  const before = asked().length;
  simulator.misbehave({ path: '/oauth2/token', answer: { kind: 'reset', afterWork: true } });
  const askBoth = (times: number) =>
    Promise.all(
      Array.from({ length: 2 * times }, async (_, nth) => {
        const { body } = await ask(`${servers[nth % 2]?.url}/internal/apps/${appId}/dialpad`);
        return body['code'];
      }),
    );
  for (const times of [5, 1, 1]) {
    expect(new Set(await askBoth(times))).toEqual(new Set(['dialpad-unavailable']));
  }
  expect(asked().slice(before)).toMatchObject([{ status: 0 }]);
  expect(await connection(appId)).toMatchObject({ state: 'connected' });

  await asKeeper(
    oauth.stage,
    `UPDATE dialpad_connections SET last_unclear_at = last_unclear_at - interval '31 s'
     WHERE app_id = '${appId}'`,
  );
  // Whichever of them lost the answer waits by its own clock, and the other one is refused.
  expect(await askBoth(1)).toContain('dialpad-reauthorisation-needed');
  expect(new Set(await askBoth(5))).toEqual(new Set(['dialpad-reauthorisation-needed']));
  expect(asked().slice(before)).toMatchObject([{ status: 0 }, { status: 400 }]);
  await oauth.connect(appId);
  expect(new Set(await askBoth(1))).toEqual(new Set([undefined]));
});

describe('the timer of a worker', () => {
  test('renews at four fifths of a token’s life, and not before three quarters', async () => {
    const [young, old, late] = [
      await oauth.newApp('Young'),
      await oauth.newApp('Old'),
      await oauth.newApp('Late'),
    ];
    for (const appId of [young, old, late]) await oauth.connect(appId);
    // In the order in which they are looked at.
    await age(late, LIFE_S * 0.95);
    await age(old, LIFE_S * 0.81);
    await age(young, LIFE_S * 0.74);
    const before = refreshes().length;
    const worker = await oauth.start({ environment: { ROLES: 'worker' }, isReachable: false });
    const isRenewed = async (appId: string) => (await connection(appId))['refreshed_at'] !== null;
    await waitFor('both that are due', async () => (await isRenewed(old)) && isRenewed(late));
    await waitFor('the end of the round', () => refreshes().length >= before + 2);
    expect(await isRenewed(young)).toBe(false);
    expect(refreshes()).toHaveLength(before + 2);
    expect((await connection(old))['expires_at']).toMatch(/^\d{4}-/);
    // At its next round.
    await age(young, LIFE_S * 0.81);
    await waitFor('the third', () => isRenewed(young));
    expect(refreshes()).toHaveLength(before + 3);
    await worker.stop();
  });
});
