import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type ApiRig, openApiRig } from '../api-rig.test.support.ts';

const HOOKS = '/api/v2/webhooks';
const hook = (secret?: string) => ({ hook_url: 'https://cti.example/hooks/a?b=c', secret });

let rig: ApiRig;

beforeEach(async () => {
  rig = await openApiRig({ hasLimits: false });
});
afterEach(() => rig.close());

const create = async (body: object = hook('puppy')) =>
  (await rig.ask('POST', HOOKS, { body })).body;

describe('webhooks', () => {
  test('answer with their secret in clear, as Dialpad does', async () => {
    const made = await rig.ask('POST', HOOKS, { body: hook('puppy') });
    expect(made).toEqual({
      status: 200,
      body: {
        id: '5000000000000001',
        hook_url: 'https://cti.example/hooks/a?b=c',
        signature: { algo: 'HS256', type: 'jwt', secret: 'puppy' },
      },
    });
    expect(await rig.ask('GET', `${HOOKS}/${made.body.id}`)).toEqual(made);
    expect(await rig.ask('GET', HOOKS)).toEqual({ status: 200, body: { items: [made.body] } });
    expect([...rig.world.webhooks.values()]).toEqual([
      { id: made.body.id, hookUrl: 'https://cti.example/hooks/a?b=c', secret: 'puppy' },
    ]);
  });

  test('have no signature without a secret, until they are given one', async () => {
    const { id, ...rest } = await create({ hook_url: 'http://127.0.0.1:1/x', secret: null });
    expect(rest).toEqual({ hook_url: 'http://127.0.0.1:1/x' });
    const changed = await rig.ask('PATCH', `${HOOKS}/${id}`, { body: { secret: 'kitten' } });
    expect(changed.body.signature.secret).toBe('kitten');
    expect(rig.world.webhooks.get(id)?.secret).toBe('kitten');
  });

  test('change only in what is given', async () => {
    const { id } = await create();
    const path = `${HOOKS}/${id}`;
    const url = 'https://elsewhere.example/';
    const changed = await rig.ask('PATCH', path, { body: { hook_url: url, secret: null } });
    expect(changed.body).toEqual({
      id,
      hook_url: url,
      signature: { algo: 'HS256', type: 'jwt', secret: 'puppy' },
    });
    expect((await rig.ask('PATCH', path)).body).toEqual(changed.body);
    expect((await rig.ask('PATCH', path, { body: { secret: '' } })).body).not.toHaveProperty(
      'signature',
    );
  });

  test('are shown once more when they are deleted, and are gone', async () => {
    const made = await create();
    const path = `${HOOKS}/${made.id}`;
    expect(await rig.ask('DELETE', path)).toEqual({ status: 200, body: made });
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect((await rig.ask(method, path)).status).toBe(404);
    }
    expect(await rig.ask('GET', HOOKS)).toEqual({ status: 200, body: {} });
  });

  test.each([
    ['no URL', {}],
    ['a URL of null', { hook_url: null }],
    ['no web address', { hook_url: 'ftp://cti.example' }],
    ['a secret of two lines', hook('one\ntwo')],
    ['a number for a secret', { ...hook(), secret: 7 }],
    ['no object', 'text'],
  ])('are refused with %s', async (_, body) => {
    const { status, body: refusal } = await rig.ask('POST', HOOKS, { body });
    expect(status).toBe(400);
    const { message } = refusal.error;
    expect(refusal).toEqual({
      error: {
        code: 400,
        message,
        errors: [{ domain: 'global', reason: 'badRequest', message }],
      },
    });
    expect(rig.world.webhooks.size).toBe(0);
  });

  test('are refused when the body is no JSON, or too much of it', async () => {
    const send = (body: string) =>
      fetch(rig.url + HOOKS, {
        method: 'POST',
        headers: { authorization: `Bearer ${rig.apiKey}` },
        body,
      });
    expect((await send('{')).status).toBe(400);
    expect((await send(JSON.stringify(hook('x'.repeat(2 ** 20))))).status).toBe(413);
  });

  test('are listed page by page, each once, also when some go meanwhile', async () => {
    const made = [];
    for (let count = 0; count < 23; count += 1) made.push((await create()).id);
    const listed: string[] = [];
    let cursor: string | undefined = '';
    const sizes = [];
    while (cursor !== undefined) {
      const { body } = await rig.ask('GET', `${HOOKS}?cursor=${cursor}`);
      sizes.push(body.items?.length);
      listed.push(...(body.items ?? []).map(({ id }: { id: string }) => id));
      if (listed.length === 10) rig.world.webhooks.delete(made[3]);
      cursor = body.cursor;
    }
    expect(listed).toEqual(made);
    expect(sizes).toEqual([10, 10, 3]);
  });

  test('have a cursor after each full page, and no items on the empty one', async () => {
    await create();
    const { body } = await rig.ask('GET', `${HOOKS}?limit=1`);
    expect(await rig.ask('GET', `${HOOKS}?limit=1&cursor=${body.cursor}`)).toEqual({
      status: 200,
      body: {},
    });
    expect((await rig.ask('GET', `${HOOKS}?cursor=nonsense`)).status).toBe(400);
  });
});
