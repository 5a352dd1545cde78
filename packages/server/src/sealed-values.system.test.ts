import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import { asKeeper } from './testing/as-keeper.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { logRecords } from './testing/log-records.test.support.ts';
import {
  agreed,
  type OAuthStage,
  openOAuthStage,
} from './testing/open-oauth-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const ENVIRONMENT = {
  ROLES: 'ingest,api',
  RATE_LIMIT_OPERATOR: '100000',
  RATE_LIMIT_OPERATOR_FAILURES: '1000',
};

let oauth: OAuthStage;
let server: TestServer;
/** Nobody touches what is theirs. */
let untouched: Sealed;
beforeAll(async () => {
  oauth = await openOAuthStage();
  server = await oauth.start({ environment: ENVIRONMENT });
  untouched = await newSealed();
});
afterAll(() => oauth.close());

/** An app with sealed values of each kind that lasts. */
interface Sealed {
  readonly appId: string;
  readonly hookId: string;
  readonly secret: string;
  readonly previous: string;
}

async function newSealed(): Promise<Sealed> {
  const appId = await oauth.newApp('Sealed');
  await oauth.connect(appId);
  const created = `${server.url}/internal/webhooks/create?app_id=${appId}`;
  const { body: hook } = await ask(created, { body: { register: false } });
  const hookId = String(hook['hook_id']);
  const rotation = `${server.url}/internal/webhooks/${hookId}/rotate-secret`;
  const { body: rotated } = await ask(rotation, { body: {} });
  const [previous, secret] = [hook, rotated].map((body) => String(body['webhook_secret']));
  return { appId, hookId, secret: secret ?? '', previous: previous ?? '' };
}

const change = (statement: string): Promise<void> => asKeeper(oauth.stage, statement);

const flip = (table: string, column: string, where: string): Promise<void> =>
  // In the ciphertext, behind the nonce.
  change(
    `UPDATE ${table} SET ${column} = set_bit(${column}, 130, 1 - get_bit(${column}, 130))
     WHERE ${where}`,
  );

/** What lies in these columns of two rows, each in the place of the other. */
const swap = (table: string, columns: readonly string[], where: string): Promise<void> =>
  change(
    `UPDATE ${table} AS one
     SET ${columns.map((column) => `${column} = another.${column}`).join(', ')}
     FROM ${table} AS another
     WHERE one.${where} AND another.${where} AND one IS DISTINCT FROM another`,
  );

/** By its token: the status, and what is said. */
const dialpadAsked = async ({ appId }: Sealed) => {
  const { status, body } = await ask(`${server.url}/internal/apps/${appId}/dialpad`);
  return [status, body['code']];
};

let nextCall = 6_200_000_000_000_000;
/** By both of its secrets. No process has seen the hook before. */
async function delivered({ hookId, secret, previous }: Sealed): Promise<readonly number[]> {
  nextCall += 1;
  const tokens = [secret, previous].map((one) =>
    signEvent({ call_id: nextCall, state: 'ringing' }, one),
  );
  const statuses: number[] = [];
  for (const token of tokens) statuses.push(await server.client.deliver(hookId, token));
  return statuses;
}

const UNAVAILABLE = [503, 'temporarily-unavailable'];

async function expectOthersUnaffected(): Promise<void> {
  expect(await dialpadAsked(untouched)).toEqual([200, undefined]);
  expect(await delivered(untouched)).toEqual([200, 200]);
}

/**
 * A line in the log says which value, and not what it is. One a second may be written, so it is met
 * again until there is one.
 */
async function expectToldOf(place: string, meetAgain: () => Promise<unknown>): Promise<void> {
  const told = () =>
    logRecords(server.output()).flatMap(({ level, msg, error }) =>
      level === 'warn' && msg === 'The database could not be used' ? [JSON.stringify(error)] : [],
    );
  const message = `${place} does not open: it was changed, or moved there`;
  await waitFor(message, async () => {
    if (told().some((error) => error.includes(message))) return true;
    await meetAgain();
    return false;
  });
}

const inApp = ({ appId }: Sealed): string => `app_id = '${appId}'`;
const inApps = (apps: readonly Sealed[]): string =>
  `app_id IN (${apps.map(({ appId }) => `'${appId}'`).join(', ')})`;

describe('a flipped bit is refused', () => {
  test.each(['access_token', 'refresh_token'])('in %s', async (column) => {
    const app = await newSealed();
    const before = oauth.tap.bearers().length;
    await flip('dialpad_connections', column, inApp(app));
    expect(await dialpadAsked(app)).toEqual(UNAVAILABLE);
    expect(oauth.tap.bearers()).toHaveLength(before);
    await expectToldOf(`dialpad_connections.${column} of the app ${app.appId}`, () =>
      dialpadAsked(app),
    );
    await expectOthersUnaffected();
    await flip('dialpad_connections', column, inApp(app));
    expect(await dialpadAsked(app)).toEqual([200, undefined]);
  });

  test.each(['secret', 'previous_secret'])('in the %s of a hook', async (column) => {
    const app = await newSealed();
    await flip('dialpad_webhooks', column, inApp(app));
    expect(await delivered(app)).toEqual([503, 503]);
    await expectToldOf(`dialpad_webhooks.${column} of the app ${app.appId}`, () => delivered(app));
    await expectOthersUnaffected();
    await flip('dialpad_webhooks', column, inApp(app));
    expect(await delivered(app)).toEqual([200, 200]);
  });

  test('in the verifier of an authorisation, which is used up by it', async () => {
    const appId = await oauth.newApp('Verifier');
    const before = oauth.tap.tokenRequests().length;
    const finish = async () => {
      const { browser, goal } = await oauth.begin(appId);
      await flip('dialpad_authorisations', 'code_verifier', `app_id = '${appId}'`);
      const callback = await agreed(browser, goal);
      return [(await browser.open(callback)).status, (await browser.open(callback)).status];
    };
    expect(await finish()).toEqual([503, 403]);
    expect(oauth.tap.tokenRequests()).toHaveLength(before);
    await expectToldOf(`dialpad_authorisations.code_verifier of the app ${appId}`, finish);
    await expectOthersUnaffected();
  });

  test('in an answer that is kept, and its work is not done again', async () => {
    const create = (key: string) =>
      ask(`${server.url}/internal/apps`, {
        body: { name: 'Kept' },
        headers: { 'idempotency-key': key },
      });
    const appsNow = async () => (await server.client.list('/internal/apps', 'operator')).length;
    expect((await create('kept, and flipped')).status).toBe(201);
    await change(
      `PERFORM set_config('app.role', 'once', true);
       UPDATE kept_answers SET answer = set_bit(answer, 130, 1 - get_bit(answer, 130))`,
    );
    const apps = await appsNow();
    const { status, body } = await create('kept, and flipped');
    expect([status, body['code']]).toEqual(UNAVAILABLE);
    await expectToldOf('kept_answers.answer', () => create('kept, and flipped'));
    expect(await appsNow()).toBe(apps);
    await expectOthersUnaffected();
    expect((await create('another')).status).toBe(201);
  });
});

describe('what was moved to another row is refused in both', () => {
  const bothApps = async () => [await newSealed(), await newSealed()] as const;

  test('tokens of two apps, and Dialpad sees neither', async () => {
    const apps = await bothApps();
    const columns = [
      'access_token',
      'access_token_key_id',
      'refresh_token',
      'refresh_token_key_id',
    ];
    const before = oauth.tap.bearers().length;
    await swap('dialpad_connections', columns, inApps(apps));
    for (const app of apps) expect(await dialpadAsked(app)).toEqual(UNAVAILABLE);
    expect(oauth.tap.bearers()).toHaveLength(before);
    await expectOthersUnaffected();
    await swap('dialpad_connections', columns, inApps(apps));
    for (const app of apps) expect(await dialpadAsked(app)).toEqual([200, undefined]);
  });

  test('a token in the other column', async () => {
    const app = await newSealed();
    await change(
      `UPDATE dialpad_connections SET access_token = refresh_token, refresh_token = access_token
       WHERE ${inApp(app)}`,
    );
    expect(await dialpadAsked(app)).toEqual(UNAVAILABLE);
  });

  test('secrets of two hooks', async () => {
    const apps = await bothApps();
    await swap('dialpad_webhooks', ['secret', 'secret_key_id'], inApps(apps));
    const [one, other] = apps;
    expect(await delivered(one)).toEqual([503, 503]);
    // Nor does it verify what the other one's secret signed.
    expect(await delivered({ ...one, secret: other.secret })).toEqual([503, 503]);
    await expectOthersUnaffected();
    await swap('dialpad_webhooks', ['secret', 'secret_key_id'], inApps(apps));
    for (const app of apps) expect(await delivered(app)).toEqual([200, 200]);
  });
});

test('an app whose tokens do not open can be disconnected, and connected anew', async () => {
  const app = await newSealed();
  await flip('dialpad_connections', 'access_token', inApp(app));
  expect(await dialpadAsked(app)).toEqual(UNAVAILABLE);
  const ended = await oauth.operate('POST', `/auth/dialpad/disconnect/${app.appId}`);
  expect(ended).toMatchObject({ status: 200, body: { deauthorized: false } });
  await oauth.connect(app.appId);
  expect(await dialpadAsked(app)).toEqual([200, undefined]);
});
