import { parseApiKey } from '@dialpad-cti/core';
import { openPostgres } from '@dialpad-cti/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Tenant } from './testing/api-client.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { askRaw } from './testing/ask-raw.test.support.ts';
import { dumpTables } from './testing/dump-tables.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { readMetrics } from './testing/read-metrics.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';
import { wrongKeys } from './testing/wrong-keys.test.support.ts';

/** For scanners of repositories and logs. */
const SCANNER = /\braw_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}\b/g;

let stage: Stage;
let server: TestServer;
let tenant: Tenant;
let other: Tenant;
/** Keys that were shown to the server when they opened: each costs one slow hash, once. */
const opened = new Set<string>();
beforeAll(async () => {
  stage = await openStage();
  server = await stage.start({
    environment: { LOG_LEVEL: 'debug', RATE_LIMIT_KEY_FAILURES: '1000000' },
  });
  tenant = await server.client.createTenant('Fuzzed');
  other = await server.client.createTenant('Other');
});
afterAll(() => stage.close());

interface Answer {
  readonly status: number;
  /** But for the request id. */
  readonly body: string;
}

/** Lines of a head, as they stand. */
async function send(lines: readonly string[], path = '/api/calls'): Promise<Answer> {
  const { status, head, body } = await askRaw({ port: server.port, path, lines });
  const [, id = 'none'] = /^X-Request-Id: (.*)\r$/im.exec(head) ?? [];
  return { status, body: body.replaceAll(id, '<id>') };
}

const keyLine = (apiKey: string): string => `X-App-Api-Key: ${apiKey}`;

async function opens(apiKey: string): Promise<boolean> {
  const { status } = await send([keyLine(apiKey)]);
  if (status === 200) opened.add(apiKey);
  return status === 200;
}

async function operate(path: string, body?: object): Promise<string> {
  const question = body === undefined ? { method: 'POST' } : { body };
  const { status, body: answer } = await ask(`${server.url}/internal/apps/${path}`, question);
  expect([200, 201]).toContain(status);
  return String(answer['api_key']);
}

async function slowHashes(): Promise<number> {
  const headers = { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` };
  const answer = await fetch(`${server.url}/metrics`, { headers });
  return readMetrics(await answer.text()).get('cti_slow_hashes_total') ?? Number.NaN;
}

const untilRefused = (apiKey: string): Promise<void> =>
  waitFor('a refusal', async () => !(await opens(apiKey)));

type Ended = Readonly<Record<string, string>>;

/** Keys that have been right: some were used before their end, some never. */
async function endedKeys(): Promise<Ended> {
  const make = (fields: object): Promise<string> => operate(`${tenant.appId}/api-key`, fields);
  const soon = (): string => new Date(Date.now() + 3000).toISOString();

  const unused = {
    revoked: await make({ name: 'revoked-unused' }),
    expired: await make({ name: 'expired-unused', expires_at: soon() }),
    replaced: await make({ name: 'replaced-unused' }),
  };
  const used = {
    revoked: await make({ name: 'revoked' }),
    expired: await make({ name: 'expired', expires_at: soon() }),
    replaced: await make({ name: 'replaced' }),
    overlapped: await make({ name: 'overlapped' }),
  };
  for (const apiKey of Object.values(used)) await opens(apiKey);
  const off = await server.client.createTenant('Switched off');
  const offUnused = await operate(`${off.appId}/api-key`, { name: 'unused' });
  expect(await opens(off.apiKey)).toBe(true);

  await operate(`${tenant.appId}/api-key/revoke`, { name: 'revoked-unused' });
  await operate(`${tenant.appId}/api-key/revoke`, { name: 'revoked' });
  await make({ name: 'replaced-unused' });
  await make({ name: 'replaced' });
  await make({ name: 'overlapped', overlap_seconds: 1 });
  await operate(`${off.appId}/deactivate`);
  const ended = {
    revoked: used.revoked,
    expired: used.expired,
    replaced: used.replaced,
    'replaced, after its overlap': used.overlapped,
    "a deactivated app's": off.apiKey,
  };
  for (const apiKey of Object.values(ended)) await untilRefused(apiKey);
  return {
    ...ended,
    'revoked, never used': unused.revoked,
    'expired, never used': unused.expired,
    'replaced, never used': unused.replaced,
    "a deactivated app's, never used": offUnused,
  };
}

/** The lines of a request, and its target unless that is as usual. */
type Shown = readonly [lines: readonly string[], target?: string];

/** The right key, where no key is looked for or where there are two. */
function misplaced({ apiKey }: Tenant): Readonly<Record<string, Shown>> {
  const basic = Buffer.from(`${apiKey}:`).toString('base64');
  return {
    'no header': [[]],
    'two headers of the key': [[keyLine(apiKey), keyLine(apiKey)]],
    'two headers, the second wrong': [[keyLine(apiKey), keyLine('x')]],
    'two headers, the first empty': [[keyLine(''), keyLine(apiKey)]],
    'two headers of two keys': [[keyLine(apiKey), keyLine(other.apiKey)]],
    'another header': [[`X-Api-Key: ${apiKey}`]],
    'low lines in the header': [[`X_App_Api_Key: ${apiKey}`]],
    'a bearer': [[`Authorization: Bearer ${apiKey}`]],
    'a bare authorization': [[`Authorization: ${apiKey}`]],
    basic: [[`Authorization: Basic ${basic}`]],
    'a cookie': [[`Cookie: x-app-api-key=${apiKey}`]],
    'a subprotocol': [[`Sec-WebSocket-Protocol: ${apiKey}`]],
    'a referrer': [[`Referer: http://x/?x-app-api-key=${apiKey}`]],
    'a parameter': [[], `/api/calls?x-app-api-key=${apiKey}`],
    'a parameter of another name': [[], `/api/calls?api_key=${apiKey}`],
    'the name of a parameter': [[], `/api/calls?${apiKey}`],
    'the id of a call': [[], `/api/calls/${apiKey}`],
    'the user of the target': [[], `http://${apiKey}@x/api/calls`],
  };
}

describe('a wrong key', () => {
  test('gets one and the same 401, whatever is wrong, and never costs a slow hash', async () => {
    expect(await opens(tenant.apiKey)).toBe(true);
    expect(await opens(other.apiKey)).toBe(true);
    const ended = await endedKeys();
    await waitFor('each used key to be checked', async () => (await slowHashes()) === opened.size);

    const { apiKey } = tenant;
    const given = { apiKey, otherKey: other.apiKey, ...(await keptOf(apiKey)) };
    const wrong = Object.entries({ ...wrongKeys(given), ...ended }).map(
      ([name, key]): [string, Shown] => [name, [[keyLine(key)]]],
    );
    const all = new Map([...wrong, ...Object.entries(misplaced(tenant))]);
    expect(all.size).toBeGreaterThan(100);
    const expected = await send([]);
    expect(expected.status).toBe(401);
    expect(JSON.parse(expected.body)).toMatchObject({ code: 'key-refused', instance: '<id>' });
    await inLanes(4, all, async ([name, [lines, target]]) => {
      expect({ name, ...(await send(lines, target)) }).toEqual({ name, ...expected });
    });

    expect(await slowHashes()).toBe(opened.size);
    const fresh = await operate(`${tenant.appId}/api-key`, { name: 'fresh' });
    expect(await opens(fresh)).toBe(true);
    await waitFor('a right key to be checked', async () => (await slowHashes()) === opened.size);
  });

  test('in a head that is too large, or with a control character, is not looked at', async () => {
    const checked = await slowHashes();
    const large = await send([keyLine(`${tenant.apiKey}${'0'.repeat(16_384)}`)]);
    expect(large.status).toBe(431);
    for (const control of ['\0', '\u0001', '\u000b', '\u001f', '\u007f']) {
      for (const key of [`${tenant.apiKey}${control}`, `${control}${tenant.apiKey}`]) {
        const { status, body } = await send([keyLine(key)]);
        expect({ key, status }).toEqual({ key, status: 400 });
        expect(JSON.parse(body)).toMatchObject({ code: 'request-malformed' });
      }
    }
    expect(await slowHashes()).toBe(checked);
  });
});

/** What the database has of a key. */
async function keptOf(apiKey: string) {
  const encryptionKeys = [testSecrets.ENCRYPTION_KEYS] as const;
  const postgres = await openPostgres({ url: stage.databaseUrl, encryptionKeys });
  const kept = (await postgres.keyStore.apiKey(parseApiKey(apiKey) ?? ''))._unsafeUnwrap();
  await postgres.close();
  if (kept === null) throw new Error('The key is not kept.');
  return kept;
}

describe('a key that was given out', () => {
  let keys: readonly string[];
  beforeAll(async () => {
    // Its answer is kept, for the request to be sent again.
    const { body } = await ask(`${server.url}/internal/apps/${tenant.appId}/api-key`, {
      headers: { 'idempotency-key': 'once-and-again' },
      body: { name: 'kept-answer' },
    });
    keys = [String(body['api_key']), tenant.apiKey, other.apiKey, ...opened];
    for (const key of keys) expect(key).toMatch(/^raw_/);
  });

  test('is in no row of any table, in no form that gives it back', async () => {
    const bytes = await dumpTables(stage);
    for (const key of keys) {
      // Its id may be seen: that shows that its row is among them.
      expect(bytes.includes(key.slice(4, 16))).toBe(true);
      const secret = key.slice(17, -6);
      const forms = [
        secret,
        Buffer.from(secret).toString('hex'),
        Buffer.from(secret).toString('base64url').slice(0, -1),
        Buffer.from(key).toString('base64url').slice(24),
      ];
      for (const form of forms) expect(bytes.includes(form)).toBe(false);
    }
    expect(bytes.toString('latin1').match(SCANNER)).toBeNull();
  });

  test('is found by a scanner where somebody left it, and in nothing that the server wrote down', () => {
    for (const key of keys) {
      const planted = [
        `APP_API_KEY=${key}`,
        `{"x-app-api-key":"${key}"}`,
        `curl -H 'x-app-api-key: ${key}' http://localhost:4000/api/calls`,
        `https://cti.example.com/api/calls?key=${key}&limit=1`,
        `const key = \`${key}\`;`,
      ];
      for (const text of planted) expect(text.match(SCANNER)).toEqual([key]);
      expect(server.output()).not.toContain(key.slice(17, -6));
    }
    expect(server.output()).toContain('"route":"/api/calls"');
    expect(server.output().match(SCANNER)).toBeNull();
  });
});
