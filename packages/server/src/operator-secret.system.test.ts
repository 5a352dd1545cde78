import { hash, randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Answered, askRaw } from './testing/ask-raw.test.support.ts';
import { dumpTables } from './testing/dump-tables.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

const RIGHT = testSecrets.INTERNAL_API_SECRET;
const LIMIT = 20;
const PATH = '/internal/apps';

let stage: Stage;
let server: TestServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.start({
    environment: { LOG_LEVEL: 'debug', TRUSTED_PROXY_HOPS: '1', RATE_LIMIT_STORE: 'postgres' },
  });
});
afterAll(() => stage.close());

const newSecret = (): string => randomBytes(32).toString('base64url');
const bearer = (secret: string): string => `Authorization: Bearer ${secret}`;
const from = (address: string): string => `X-Forwarded-For: ${address}`;

const statusOf = async (secret: string, address: string): Promise<number> =>
  (await askRaw({ port: server.port, path: PATH, lines: [bearer(secret), from(address)] })).status;

/** The same for the same answer to two requests. */
const plain = ({ body }: Answered): string => body.replace(/"instance":"[^"]*"/, '');

/** By name: the lines of a head, and the query if there is one. */
const FORMS: Readonly<Record<string, readonly [readonly string[], string?]>> = {
  none: [[]],
  empty: [['Authorization:']],
  'the scheme alone': [['Authorization: Bearer']],
  'the secret alone': [[`Authorization: ${RIGHT}`]],
  short: [[bearer('x')]],
  wrong: [[bearer(newSecret())]],
  'wrong in its last character': [
    [bearer(RIGHT.slice(0, -1) + (RIGHT.at(-1) === 'A' ? 'B' : 'A'))],
  ],
  'a prefix': [[bearer(RIGHT.slice(0, -1))]],
  longer: [[bearer(`${RIGHT}x`)]],
  'in capitals': [[bearer(RIGHT.toUpperCase())]],
  'in quotes': [[bearer(`"${RIGHT}"`)]],
  twice: [[bearer(`${RIGHT} ${RIGHT}`)]],
  'in a list': [[bearer(`${RIGHT},${RIGHT}`)]],
  'its digest': [[bearer(hash('sha256', RIGHT))]],
  'as Basic': [[`Authorization: Basic ${RIGHT}`]],
  'as Basic with a name': [
    [`Authorization: Basic ${Buffer.from(`operator:${RIGHT}`).toString('base64')}`],
  ],
  'as Token': [[`Authorization: Token ${RIGHT}`]],
  'for a proxy': [[`Proxy-Authorization: Bearer ${RIGHT}`]],
  'as the key of an app': [[`x-app-api-key: ${RIGHT}`]],
  'in a cookie': [[`Cookie: authorization=Bearer%20${RIGHT}`]],
  'in two headers': [[bearer(RIGHT), bearer(RIGHT)]],
  'beside a wrong one': [[bearer(RIGHT), bearer(newSecret())]],
  'behind a wrong one': [[bearer(newSecret()), bearer(RIGHT)]],
  'in the query': [[], `?authorization=Bearer%20${RIGHT}`],
  'in the query as a token': [[], `?access_token=${RIGHT}`],
  'in the query as itself': [[], `?INTERNAL_API_SECRET=${RIGHT}`],
};

describe('the operator secret', () => {
  test('opens as a bearer in one header, and in no other form: those get one 401 body', async () => {
    const answers = await Promise.all(
      Object.entries(FORMS).map(async ([name, [lines, query = '']], nth) => {
        const own = [...lines, from(`192.0.2.${nth + 1}`)];
        const answer = await askRaw({ port: server.port, path: PATH + query, lines: own });
        return { name, status: answer.status, body: plain(answer) };
      }),
    );
    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(await statusOf(RIGHT, '192.0.2.200')).toBe(200);
  });

  test('is not looked at from an address with 20 failures in a minute, and is from others', async () => {
    const answers: Answered[] = [];
    const lines = (secret: string): readonly string[] => [bearer(secret), from('203.0.113.1')];
    for (let nth = 0; nth < LIMIT + 1; nth += 1) {
      answers.push(await askRaw({ port: server.port, path: PATH, lines: lines(newSecret()) }));
    }
    answers.push(await askRaw({ port: server.port, path: PATH, lines: lines(RIGHT) }));
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: LIMIT }, () => 401),
      429,
      429,
    ]);
    const [wrong, right] = answers.slice(-2).map((answer) => ({
      body: plain(answer),
      retryAfter: Number(/^retry-after: (\d+)\r$/im.exec(answer.head)?.[1]),
    }));
    expect(right?.body).toBe(wrong?.body);
    for (const { retryAfter = 0 } of [wrong, right].flatMap((one) => one ?? [])) {
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(60);
    }
    expect(await statusOf(RIGHT, '203.0.113.2')).toBe(200);
    // What stands before the entry of the one trusted proxy is the caller's own.
    expect(await statusOf(RIGHT, '203.0.113.2, 203.0.113.1')).toBe(429);
  });

  test('tried 1,000 times in vain is counted each time, and no try is written down', async () => {
    const audited = await server.client.list('/internal/audit', 'operator');
    const before = await securityEvents();
    const tried = Array.from({ length: 1000 }, newSecret);
    const statuses: number[] = [];
    await inLanes(8, tried, async (secret) => {
      statuses.push(await statusOf(secret, '203.0.113.3'));
    });
    expect(statuses.filter((status) => status === 401)).toHaveLength(LIMIT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1000 - LIMIT);
    const after = await securityEvents();
    expect(after('operator-refused') - before('operator-refused')).toBe(LIMIT);
    expect(after('quota-exceeded') - before('quota-exceeded')).toBe(1000 - LIMIT);

    expect(await server.client.list('/internal/audit', 'operator')).toEqual(audited);
    const tables = await dumpTables(stage);
    expect(tables.includes('operator-failures')).toBe(true);
    const output = server.output();
    expect(output).toContain('operator-refused');
    // Of the test before this one as well.
    expect(output).not.toContain(RIGHT.slice(0, -1));
    for (const secret of tried) {
      expect(output).not.toContain(secret);
      expect(tables.includes(secret)).toBe(false);
    }
  });

  test('is held up for a forged address as well while no proxy is trusted', async () => {
    const { port } = await stage.start();
    const asked = async (secret: string, nth: number): Promise<number> => {
      const lines = [bearer(secret), from(`198.51.100.${nth}`)];
      return (await askRaw({ port, path: PATH, lines })).status;
    };
    for (let nth = 1; nth <= LIMIT; nth += 1) expect(await asked(newSecret(), nth)).toBe(401);
    expect(await asked(newSecret(), 101)).toBe(429);
    expect(await asked(RIGHT, 102)).toBe(429);
    const elsewhere = { port, path: PATH, lines: [bearer(RIGHT)], from: '127.0.0.2' };
    expect((await askRaw(elsewhere)).status).toBe(200);
  });

  test('that comes next opens as well, and the audit log tells the two apart', async () => {
    const next = newSecret();
    expect(await statusOf(next, '192.0.2.201')).toBe(401);
    const both = await stage.start({ environment: { INTERNAL_API_SECRET_NEXT: next } });
    const after = await stage.start({ environment: { INTERNAL_API_SECRET: next } });
    const create = async ({ port }: TestServer, secret: string): Promise<readonly unknown[]> => {
      const body = JSON.stringify({ name: 'Rotation' });
      const lines = [bearer(secret), 'Content-Type: application/json'];
      const { status } = await askRaw({ port, path: PATH, method: 'POST', lines, body });
      const entries = await server.client.list('/internal/audit?action=app.created', 'operator');
      return [status, entries.length, entries[0]?.['actor']];
    };
    expect(await create(both, RIGHT)).toEqual([201, 1, 'operator']);
    expect(await create(both, next)).toEqual([201, 2, 'operator-next']);
    expect(await create(after, next)).toEqual([201, 3, 'operator']);
    expect(await create(after, RIGHT)).toEqual([401, 3, 'operator']);
  });
});

/** The count of each kind. */
async function securityEvents(): Promise<(kind: string) => number> {
  const headers = { authorization: `Bearer ${RIGHT}` };
  const text = await (await fetch(`${server.url}/metrics`, { headers })).text();
  const line = (kind: string) =>
    new RegExp(`^cti_security_events_total\\{kind="${kind}"\\} (\\d+)$`, 'm');
  return (kind) => Number(line(kind).exec(text)?.[1] ?? 0);
}
