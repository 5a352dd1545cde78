import { once } from 'node:events';
import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Row } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { contractAsker } from './testing/contract-asker.test.support.ts';
import { dumpTables } from './testing/dump-tables.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { readContract } from './testing/read-contract.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

const environment = { RATE_LIMIT_OPERATOR: '1000000' };

let stage: Stage;
let servers: readonly [TestServer, TestServer];
beforeAll(async () => {
  stage = await openStage();
  servers = [await stage.start({ environment }), await stage.start({ environment })];
});
afterAll(() => stage.close());

interface Creation {
  readonly key: string;
  readonly name: string;
}

const create = (server: TestServer, { key, name }: Creation): Promise<Reply> =>
  ask(`${server.url}/internal/apps`, { body: { name }, headers: { 'idempotency-key': key } });

async function appsCalled(name: string): Promise<readonly Row[]> {
  const apps = await servers[0].client.list('/internal/apps', 'operator');
  return apps.filter((app) => app['name'] === name);
}

/** Of the secret of what a dump must not hold, however it is written down. */
const shapesOf = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('hex'),
  // Without the ends, which depend on what stands beside it.
  ...[0, 1, 2].map((shift) =>
    Buffer.from('\0'.repeat(shift) + secret)
      .toString('base64')
      .slice(4, -4),
  ),
];

describe('twenty requests with one key, on two processes at once', () => {
  test('have one effect and one answer, also later and from a third process', async () => {
    const creation = { key: 'twenty-at-once', name: 'Twenty at once' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, nth) => create(servers[nth % 2 === 0 ? 0 : 1], creation)),
    );
    const [first] = replies;
    expect(first?.status).toBe(201);
    for (const { status, body } of replies) expect({ status, body }).toEqual(pick(first));

    const [app, ...others] = await appsCalled(creation.name);
    expect(others).toEqual([]);
    expect(first?.body).toMatchObject({ app_id: app?.['app_id'], api_key: expect.any(String) });
    const third = await stage.start({ environment });
    expect(pick(await create(third, creation))).toEqual(pick(first));
    const apiKey = String(first?.body['api_key']);
    expect((await ask(`${third.url}/api/calls`, { apiKey })).status).toBe(200);

    const acts = await third.client.list(`/internal/audit?app_id=${idOf(first)}`, 'operator');
    expect(acts.map(({ action }) => action)).toEqual(['api-key.created', 'app.created']);
  });

  test('are refused with another body, and then change nothing', async () => {
    const creation = { key: 'two bodies', name: 'Two bodies' };
    const first = await create(servers[0], creation);
    const others = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        create(servers[nth % 2 === 0 ? 0 : 1], { ...creation, name: `Two bodies, ${nth}` }),
      ),
    );
    for (const { status, body } of others) {
      expect({ status, code: body['code'] }).toEqual({
        status: 422,
        code: 'idempotency-key-reused',
      });
      expect(JSON.stringify(body)).not.toContain(creation.key);
    }
    const elsewhere = await ask(`${servers[1].url}/internal/apps/${idOf(first)}/deactivate`, {
      method: 'POST',
      headers: { 'idempotency-key': creation.key },
    });
    expect(elsewhere.status).toBe(422);
    const apps = await servers[0].client.list('/internal/apps', 'operator');
    expect(apps.filter(({ name }) => String(name).startsWith('Two bodies'))).toMatchObject([
      { name: 'Two bodies', is_active: true },
    ]);
  });

  test('with two bodies together let one of them win', async () => {
    const key = 'a race of two bodies';
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        create(servers[nth % 3 === 0 ? 0 : 1], { key, name: `Race ${nth % 2}` }),
      ),
    );
    const won = replies.filter(({ status }) => status === 201);
    expect(won).toHaveLength(10);
    expect(new Set(won.map(idOf)).size).toBe(1);
    expect(replies.filter(({ status }) => status === 422)).toHaveLength(10);
    const made = [...(await appsCalled('Race 0')), ...(await appsCalled('Race 1'))];
    expect(made.map((app) => app['app_id'])).toEqual([idOf(won[0])]);
  });
});

test('work that is refused is not kept: the same key may try again', async () => {
  const created = await create(servers[0], { key: 'for a later hook', name: 'Later' });
  const rotate = (webhookSecret: string): Promise<Reply> =>
    ask(`${servers[0].url}/internal/webhooks/create?app_id=${idOf(created)}`, {
      body: { register: false, webhook_secret: webhookSecret },
      headers: { 'idempotency-key': 'a hook' },
    });
  expect((await rotate('too short')).status).toBe(400);
  const made = await rotate('a secret of thirty-two characters');
  expect(made.status).toBe(201);
  expect(pick(await rotate('a secret of thirty-two characters'))).toEqual(pick(made));
});

describe('what is kept of an answer', () => {
  test('is not readable in the database: no table holds the key, the secret or the answer', async () => {
    const created = await create(servers[0], { key: 'kept and sealed', name: 'Kept and sealed' });
    const hook = await ask(`${servers[1].url}/internal/webhooks/create?app_id=${idOf(created)}`, {
      body: { register: false },
      headers: { 'idempotency-key': 'kept and sealed as well' },
    });
    const rotated = await ask(`${servers[1].url}/internal/apps/${idOf(created)}/api-key`, {
      body: { name: 'second' },
      headers: { 'idempotency-key': 'a third one that is sealed' },
    });
    expect([created.status, hook.status, rotated.status]).toEqual([201, 201, 201]);
    const bytes = await dumpTables(stage);
    // What may be read is there: the dump sees all tables.
    expect(bytes.includes('Kept and sealed')).toBe(true);
    expect(bytes.includes(String(rotated.body['key_id']))).toBe(true);
    const [kept] = await stage.query('SELECT count(*)::int AS rows FROM kept_answers');
    // Row security binds the owner too, unless a dump is under way.
    expect(kept).toEqual({ rows: 0 });

    const secrets = [
      ...[created, rotated].flatMap(({ body }) => {
        const apiKey = String(body['api_key']);
        expect(apiKey).toMatch(/^raw_/);
        return [apiKey, apiKey.slice('raw_000000000000_'.length)];
      }),
      String(hook.body['webhook_secret']),
      'kept and sealed as well',
      'a third one that is sealed',
    ];
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20);
      for (const shape of shapesOf(secret)) expect(bytes.includes(shape)).toBe(false);
    }
    for (const member of ['"api_key"', '"webhook_secret"', 'Keep it']) {
      expect(bytes.includes(member)).toBe(false);
    }
  });
});

describe('a malformed key', () => {
  /** By hand: `fetch` would mend some of these. */
  async function sent(keys: readonly string[]): Promise<Row> {
    const post = request(`${servers[0].url}/internal/apps`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}`,
        'content-type': 'application/json',
        'idempotency-key': [...keys],
      },
    });
    post.end(JSON.stringify({ name: 'Malformed' }));
    const [response] = await once(post, 'response');
    let text = '';
    for await (const part of response.setEncoding('utf8')) text += part;
    return { status: response.statusCode, ...(JSON.parse(text) as Row) };
  }

  test.each<[string, readonly string[]]>([
    ['is empty', ['']],
    ['is empty in quotes', ['""']],
    ['has 256 characters', ['x'.repeat(256)]],
    ['is not ASCII', ['clé']],
    ['holds a tab', ['one\ttwo']],
    ['comes twice', ['one', 'two']],
    ['comes twice alike', ['one', 'one']],
  ])('that %s is answered 400, which names the header', async (_, keys) => {
    expect(await sent(keys)).toMatchObject({
      status: 400,
      code: 'request-invalid',
      errors: [{ pointer: '/header/idempotency-key' }],
    });
    expect(await appsCalled('Malformed')).toEqual([]);
  });

  test('is refused by every POST of an operator, and the document names the header there', async () => {
    const victim = await servers[0].client.createTenant('Victim');
    const asker = contractAsker({ url: servers[0].url, reader: victim, victim });
    const posts = (await readContract(servers[0].url)).filter(
      ({ caller, method }) => caller === 'operator' && method === 'POST',
    );
    expect(posts.length).toBeGreaterThan(10);
    const document = (await (await fetch(`${servers[0].url}/openapi.json`)).json()) as Contract;
    const { name, in: place } = document.components.parameters['Idempotency-Key'] ?? {};
    expect({ name, place }).toEqual({ name: 'Idempotency-Key', place: 'header' });
    for (const operation of posts) {
      const declared = document.paths[operation.path]?.['post']?.parameters;
      expect(declared).toContainEqual({ $ref: '#/components/parameters/Idempotency-Key' });
      const headers = { 'idempotency-key': 'x'.repeat(256) };
      const { status, text } = await asker.ask(operation, { headers });
      expect({ path: operation.path, status, text }).toMatchObject({
        path: operation.path,
        status: 400,
        text: expect.stringContaining('"pointer":"/header/idempotency-key"'),
      });
    }
  });
});

interface Contract {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: unknown }>>>
  >;
  readonly components: { readonly parameters: Readonly<Record<string, Row>> };
}

const pick = (reply: Reply | undefined) => ({ status: reply?.status, body: reply?.body });
const idOf = (reply: Reply | undefined): string => String(reply?.body['app_id']);
