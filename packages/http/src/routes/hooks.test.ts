import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Json,
  jsonOf,
  openRig,
  paginationOf,
  type Rig,
  sign,
  type Tenant,
} from '../test-rig/open-rig.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';

let rig: Rig;
let tenant: Tenant;
let foreign: Tenant;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('Hooks');
  foreign = await rig.createTenant('Other hooks');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const rowsOf = (answer: Json) => answer['data'] as Json[];
const idOf = ({ hookPath }: Pick<Tenant, 'hookPath'>) => hookPath.split('/').at(-1) ?? '';
const createHook = async ({ appId }: Tenant) => {
  const path = `/internal/webhooks/create?app_id=${appId}`;
  const hook = await jsonOf(await rig.operator(path, { register: false }));
  return { hookId: String(hook['hook_id']), secret: String(hook['webhook_secret']) };
};
const rotate = (hookId: string, body: object = {}) =>
  rig.operator(`/internal/webhooks/${hookId}/rotate-secret`, body);
const remove = (hookId: string) =>
  rig.operator(`/internal/webhooks/${hookId}`, undefined, { method: 'DELETE' });
const deliver = async (hookId: string, secret: string) => {
  const body = sign({ call_id: 1, state: 'calling', event_timestamp: Date.now() }, secret);
  return (await rig.send(`/webhooks/dialpad/${hookId}`, { method: 'POST', body })).status;
};

describe('a webhook', () => {
  test('is shown without its secret', async () => {
    const answer = await rig.operator(`/internal/webhooks/${idOf(tenant)}`);
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual({
      success: true,
      data: {
        hook_id: idOf(tenant),
        hook_url: `http://localhost:4000${tenant.hookPath}`,
        app_id: tenant.appId,
        created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
        previous_secret_until: null,
        rotation_open: false,
        registration: null,
      },
    });
    expect(text).not.toContain(tenant.secret);
  });

  test('is listed page by page, of all apps or of one', async () => {
    for (let nth = 0; nth < 3; nth += 1) await createHook(tenant);
    const path = `/internal/webhooks?app_id=${tenant.appId}`;
    const all = rowsOf(await jsonOf(await rig.operator(path)));
    expect(all).toHaveLength(4);
    expect(all.at(-1)).toMatchObject({ hook_id: idOf(tenant), app_id: tenant.appId });
    const page = await jsonOf(await rig.operator(`${path}&limit=3&count=true`));
    const { next_cursor: cursor, total } = paginationOf(page);
    const rest = await jsonOf(await rig.operator(`${path}&cursor=${cursor}`));
    expect([...rowsOf(page), ...rowsOf(rest)]).toEqual(all);
    expect(total).toBe(4);
    const everyone = rowsOf(await jsonOf(await rig.operator('/internal/webhooks')));
    expect(everyone.map((hook) => hook['hook_id'])).toContain(idOf(foreign));
    expect(JSON.stringify(everyone)).not.toContain(foreign.secret);
  });

  test('takes both secrets after a rotation', async () => {
    const { hookId, secret } = await createHook(tenant);
    const before = Date.now();
    const answer = await rotate(hookId);
    const rotated = await jsonOf(answer);
    expect(answer.status).toBe(200);
    expect(rotated).toEqual({
      success: true,
      hook_id: hookId,
      hook_url: `http://localhost:4000/webhooks/dialpad/${hookId}`,
      webhook_secret: expect.stringMatching(/^[0-9A-Za-z]{43}$/),
      previous_secret_until: expect.any(String),
      rotation_open: false,
      message: expect.any(String),
      next_step: expect.any(String),
    });
    const overlap = Date.parse(String(rotated['previous_secret_until'])) - 21_600_000;
    expect(overlap).toBeGreaterThanOrEqual(before);
    expect(overlap).toBeLessThanOrEqual(Date.now());
    const shown = await jsonOf(await rig.operator(`/internal/webhooks/${hookId}`));
    expect(shown['data']).toMatchObject({
      previous_secret_until: rotated['previous_secret_until'],
    });
    expect(await deliver(hookId, String(rotated['webhook_secret']))).toBe(200);
    expect(await deliver(hookId, secret)).toBe(200);
  });

  test('takes the new secret alone when no overlap is asked for', async () => {
    const { hookId, secret } = await createHook(tenant);
    const given = 'y'.repeat(32);
    const rotated = await jsonOf(
      await rotate(hookId, { webhook_secret: given, overlap_seconds: 0 }),
    );
    expect(rotated).toMatchObject({ webhook_secret: given, previous_secret_until: null });
    expect(await deliver(hookId, secret)).toBe(401);
    expect(await deliver(hookId, given)).toBe(200);
  });

  test('takes nothing once it is deleted', async () => {
    const { hookId, secret } = await createHook(tenant);
    const answer = await remove(hookId);
    expect(answer.status).toBe(200);
    expect(await jsonOf(answer)).toMatchObject({
      success: true,
      data: { hook_id: hookId, app_id: tenant.appId },
      message: expect.any(String),
    });
    expect(await deliver(hookId, secret)).toBe(404);
    for (const again of [
      remove(hookId),
      rotate(hookId),
      rig.operator(`/internal/webhooks/${hookId}`),
    ]) {
      expect(await refusal(await again)).toEqual([404, 'not-found']);
    }
  });

  test('leaves one trace of each thing done to it', async () => {
    const app = await rig.createTenant('Traced');
    await rotate(idOf(app));
    await rotate(idOf(app), { webhook_secret: 'short' });
    await remove(idOf(app));
    await remove(idOf(app));
    const path = `/internal/audit?app_id=${app.appId}&action=webhook.created,webhook.secret-rotated,webhook.deleted`;
    const entries = rowsOf(await jsonOf(await rig.operator(path)));
    expect(entries.map(({ action, subject_id: id, key_id: key }) => [action, id, key])).toEqual([
      ['webhook.deleted', idOf(app), null],
      ['webhook.secret-rotated', idOf(app), null],
      ['webhook.created', idOf(app), null],
    ]);
  });

  test.each(['x'.repeat(22), 'default', 'create', '%00', 'a b'])(
    'cannot be %s, which no webhook is',
    async (hookId) => {
      const id = encodeURIComponent(hookId);
      for (const answer of [rig.operator(`/internal/webhooks/${id}`), rotate(id), remove(id)]) {
        expect(await refusal(await answer)).toEqual([404, 'not-found']);
      }
    },
  );

  test.each([
    [{ webhook_secret: 'short' }, '/body/webhook_secret'],
    [{ webhook_secret: ` ${'x'.repeat(32)}` }, '/body/webhook_secret'],
    [{ webhook_secret: 5 }, '/body/webhook_secret'],
    [{ webhook_secret: `${'x'.repeat(32)}\n` }, '/body/webhook_secret'],
    [{ overlap_seconds: -1 }, '/body/overlap_seconds'],
    [{ overlap_seconds: 604_801 }, '/body/overlap_seconds'],
    [{ overlap_seconds: null }, '/body/overlap_seconds'],
    [{ secret: 'x' }, '/body/secret'],
  ])('keeps its secret when it is rotated with %j', async (body, pointer) => {
    const { hookId, secret } = await createHook(tenant);
    expect(await refusal(await rotate(hookId, body))).toEqual([400, 'request-invalid', pointer]);
    expect(await deliver(hookId, secret)).toBe(200);
  });
});
