import { afterAll, beforeAll, expect, test } from 'vitest';

import { asKeeper } from './testing/as-keeper.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { type OAuthStage, openOAuthStage } from './testing/open-oauth-stage.test.support.ts';
import { pastRowSecurity } from './testing/past-row-security.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';

const KILLS = 10;
const ENVIRONMENT = { ROLES: 'api', RATE_LIMIT_OPERATOR: '100000' };

interface ConnectedApp {
  readonly appId: string;
  /** Who agreed, at Dialpad. */
  readonly userId: string;
}

let oauth: OAuthStage;
let survivor: TestServer;
let victim: ConnectedApp;
let bystander: ConnectedApp;
beforeAll(async () => {
  oauth = await openOAuthStage();
  survivor = await oauth.start({ environment: ENVIRONMENT });
  const [one, other] = oauth.simulator.company.users;
  victim = await connectedApp('Victim', one?.id ?? '');
  bystander = await connectedApp('Bystander', other?.id ?? '');
  expect(victim.userId).not.toBe(bystander.userId);
});
afterAll(() => oauth.close());

async function connectedApp(name: string, userId: string): Promise<ConnectedApp> {
  const appId = await oauth.newApp(name);
  await oauth.connect(appId, userId);
  return { appId, userId };
}

const expire = ({ appId }: ConnectedApp) =>
  asKeeper(
    oauth.stage,
    `UPDATE dialpad_connections
     SET obtained_at = now() - interval '2 h', expires_at = now() - interval '1 h'
     WHERE app_id = '${appId}'`,
  );

const stateOf = async ({ appId }: ConnectedApp) => {
  const { body } = await oauth.operate('GET', `/internal/apps/${appId}/connection`);
  return (body['data'] as Readonly<Record<string, unknown>>)['state'];
};

/** What several callers of a server learn at once of whose token the app has. */
const askedOf = (server: TestServer, { appId }: ConnectedApp, times: number) =>
  Promise.all(
    Array.from({ length: times }, async () => {
      const answer = await ask(`${server.url}/internal/apps/${appId}/dialpad`).catch(() => null);
      if (answer === null) return 'cut';
      const { code, data } = answer.body as { readonly code?: string; readonly data?: Data };
      return code ?? data?.user.id ?? 'odd';
    }),
  );
interface Data {
  readonly user: { readonly id: string };
}

const times = (count: number, value: string): readonly string[] =>
  Array.from({ length: count }, () => value);

const tokenRequests = () => oauth.tap.tokenRequests();
const REFUSED = 'dialpad-reauthorisation-needed';

/** A server that is killed where it renews the victim's tokens. */
async function killAt(point: string): Promise<void> {
  const server = await oauth.start({
    environment: { ...ENVIRONMENT, CTI_FAULT: `${point}:1` },
    isFaulty: true,
    isReachable: false,
  });
  await expire(victim);
  expect(await askedOf(server, victim, 3)).toEqual(times(3, 'cut'));
  expect((await server.exit).signal).toBe('SIGKILL');
  expect(await stateOf(victim)).toBe('connected');
}

test(`killed ${KILLS} times between Dialpad’s answer and our commit, an app has to be authorised anew, and nothing loops`, async () => {
  for (let nth = 0; nth < KILLS; nth += 1) {
    const before = tokenRequests().length;
    await killAt('in-refresh');
    expect(tokenRequests()).toHaveLength(before + 1);

    expect(await askedOf(survivor, victim, 5)).toEqual(times(5, REFUSED));
    expect(await stateOf(victim)).toBe('reauthorisation_needed');
    expect(await askedOf(survivor, victim, 5)).toEqual(times(5, REFUSED));
    // One that had an answer nobody kept, one that was refused, and that is all.
    expect(tokenRequests().slice(before)).toMatchObject([{ status: 200 }, { status: 400 }]);
    expect(await askedOf(survivor, bystander, 2)).toEqual(times(2, bystander.userId));

    await oauth.connect(victim.appId, victim.userId);
    expect(await stateOf(victim)).toBe('connected');
    expect(await askedOf(survivor, victim, 2)).toEqual(times(2, victim.userId));
    expect(tokenRequests()).toHaveLength(before + 3);
  }
});

test('killed before Dialpad was asked, or after our commit, nobody notices', async () => {
  for (const [point, later] of [
    ['before-refresh', 1],
    ['after-refresh', 0],
  ] as const) {
    const before = tokenRequests().length;
    await killAt(point);
    const asked = tokenRequests().length;
    expect(asked).toBe(before + 1 - later);
    expect(await askedOf(survivor, victim, 5)).toEqual(times(5, victim.userId));
    expect(tokenRequests()).toHaveLength(asked + later);
    expect(await stateOf(victim)).toBe('connected');
  }
});

test('each app’s clients see each change once, and only their own', async () => {
  const updates = await pastRowSecurity(
    oauth.stage,
    'updates',
    `SELECT app_id, data ->> 'state' AS state FROM updates
     WHERE type = 'connection.updated' ORDER BY app_id, position`,
  );
  const statesOf = ({ appId }: ConnectedApp) =>
    updates.filter((update) => update['app_id'] === appId).map(({ state }) => state);
  const changes = Array.from({ length: KILLS }, () => ['reauthorisation_needed', 'connected']);
  expect(statesOf(victim)).toEqual(['connected', ...changes.flat()]);
  expect(statesOf(bystander)).toEqual(['connected']);
});

test('what was given for one app is used for no other, and what nobody kept is not used', async () => {
  const ofRefresh = tokenRequests().filter(({ sent }) => sent.grant_type === 'refresh_token');
  const spent = ofRefresh.map(({ sent }) => sent.refresh_token ?? '');
  const [, ofBystander] = tokenRequests();
  expect(ofBystander?.given?.refresh_token).toBeTruthy();
  expect(spent).not.toContain(ofBystander?.given?.refresh_token);
  const timesSent = (token: string): number => spent.filter((one) => one === token).length;
  const lost = ofRefresh.filter(({ given }, nth) => given && timesSent(spent[nth] ?? '') > 1);
  expect(lost).toHaveLength(KILLS);
  expect(Math.max(...spent.map(timesSent))).toBe(2);
  const used = new Set(oauth.tap.bearers().map(({ token }) => token));
  for (const { given } of lost) expect(used.has(given?.access_token ?? '')).toBe(false);
});
