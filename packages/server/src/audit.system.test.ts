import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ask, type Question, type Reply } from './testing/ask.test.support.ts';
import { connectApp } from './testing/connect-app.test.support.ts';
import { CREDENTIAL_DEEDS } from './testing/credential-deeds.test.support.ts';
import type { Deed } from './testing/deed.test.support.ts';
import { DIALPAD_DEEDS, newRegistered } from './testing/dialpad-deeds.test.support.ts';
import { HELD_DEEDS } from './testing/held-deeds.test.support.ts';
import {
  type AuditStage,
  openAuditStage,
  operatorPath,
} from './testing/open-audit-stage.test.support.ts';
import { readContract } from './testing/read-contract.test.support.ts';

/** Every operation that changes something, or shows a payload. */
const DEEDS = [...CREDENTIAL_DEEDS, ...HELD_DEEDS, ...DIALPAD_DEEDS];
const NOBODY = '00000000-0000-7000-8000-000000000000';
const LONG = 'x'.repeat(32);
const [HOUR_AGO = '', NOW = '', FUTURE = ''] = [-3_600_000, 0, 3_600_000].map((ms) =>
  new Date(Date.now() + ms).toISOString(),
);

let audited: AuditStage;
beforeAll(async () => {
  audited = await openAuditStage();
});
afterAll(() => audited.close());

async function newEntries(seen: readonly unknown[]): Promise<readonly unknown[]> {
  const entries = await audited.entries();
  expect(entries.slice(entries.length - seen.length)).toEqual(seen);
  return entries.slice(0, entries.length - seen.length);
}

const request = (path: string, question: Question): Promise<Reply> =>
  ask(`${audited.server.url}${operatorPath(path)}`, { method: 'POST', ...question });

/** Of an entry that says no more than that something was done. */
const BARE = {
  app_id: null,
  subject_id: null,
  key_id: null,
  key_prefix: null,
  name: null,
  count: 1,
};

const titleOf = ({ operation, how }: Deed): string =>
  how === undefined ? operation : `${operation} ${how}`;

describe('the audit log', () => {
  test('is asked about every operation that changes something or shows a payload', async () => {
    const operations = await readContract(audited.server.url);
    const changing = operations.filter(
      ({ caller, method, queryParameters }) =>
        caller === 'operator' && (method !== 'GET' || queryParameters.includes('payload')),
    );
    expect(new Set(DEEDS.map(({ operation }) => operation))).toEqual(
      new Set(changing.map(({ operationId }) => operationId)),
    );
  });

  test.each(DEEDS.map((deed) => [titleOf(deed), deed] as const))(
    'has for %s who did what, when and from where, once for each thing done',
    async (_, deed) => {
      const { path, method, body, entries } = await deed.prepare(audited);
      const before = await audited.entries();
      const requestId = `request-${deed.operation}`;
      const begunAt = Date.now();
      const answer = await request(path, {
        ...(method === undefined ? {} : { method }),
        ...(body === undefined ? {} : { body }),
        headers: { 'x-request-id': requestId, 'x-forwarded-for': '198.51.100.9, 203.0.113.9' },
      });
      const doneAt = Date.now();
      expect(answer.body).toMatchObject({ success: true });

      const made = (await newEntries(before)) as readonly Readonly<Record<string, unknown>>[];
      const expected = entries(answer.body).map((entry) => ({
        ...BARE,
        id: expect.any(String),
        at: expect.any(String),
        actor: 'operator',
        address: '203.0.113.9',
        request_id: requestId,
        ...entry,
      }));
      expect(made).toHaveLength(expected.length);
      expect(made).toEqual(expect.arrayContaining(expected));
      for (const { at } of made) {
        expect(Date.parse(String(at))).toBeGreaterThanOrEqual(begunAt);
        expect(Date.parse(String(at))).toBeLessThanOrEqual(doneAt);
      }
    },
  );

  test('has for a connection that it was a visitor who made it, and from where', async () => {
    const { server, operate, entries } = audited;
    const { body: made } = await operate('/apps', { name: 'Deed' });
    const before = await entries();
    const headers = { 'x-forwarded-for': '198.51.100.9' };
    const { status } = await connectApp(server, String(made['app_id']), headers);
    expect(status).toBe(200);
    expect(await newEntries(before)).toEqual([
      {
        ...BARE,
        id: expect.any(String),
        at: expect.any(String),
        request_id: expect.any(String),
        action: 'connection.made',
        actor: 'visitor',
        address: '198.51.100.9',
        app_id: made['app_id'],
        subject_id: made['app_id'],
      },
    ]);
  });

  test('has one entry for a request that is repeated under one Idempotency-Key', async () => {
    const before = await audited.entries();
    const question = { body: { name: 'Twice' }, headers: { 'idempotency-key': 'audit-twice' } };
    const [one, other] = [await request('/apps', question), await request('/apps', question)];
    expect(other.body).toEqual(one.body);
    const made = await newEntries(before);
    expect(made).toEqual([
      expect.objectContaining({ action: 'api-key.created', app_id: one.body['app_id'] }),
      expect.objectContaining({ action: 'app.created', app_id: one.body['app_id'] }),
    ]);
  });

  test('has none for what changed nothing, was refused, or was only looked at', async () => {
    const { server, tenant, operate, dead, unrouted } = audited;
    const app = `/apps/${tenant.appId}`;
    const [letter, delivery] = [dead(), unrouted()];
    const gone = String((await operate('/apps', { name: 'Gone' })).body['app_id']);
    await operate(`/apps/${gone}/api-key/revoke`);
    await operate(`/apps/${gone}/deactivate`);
    const registered = await newRegistered(audited);
    const before = await audited.entries();
    const idle: readonly (readonly [number, string, Question])[] = [
      [200, `${app}/activate`, {}],
      [200, `/apps/${gone}/deactivate`, {}],
      [200, `/apps/${gone}/api-key/revoke`, { body: {} }],
      [404, `${app}/api-key/revoke`, { body: { name: 'nobody' } }],
      [404, `/apps/${NOBODY}/api-key`, { body: {} }],
      [400, `${app}/api-key`, { body: { name: 'two words' } }],
      [400, `${app}/api-key`, { body: { expires_at: '2020-01-01T00:00:00Z' } }],
      [404, `/apps/${NOBODY}/activate`, {}],
      [400, '/apps', { body: { name: '' } }],
      [404, `/webhooks/create?app_id=${NOBODY}`, { body: { register: false } }],
      [404, '/webhooks/nobody', { method: 'DELETE' }],
      [404, '/webhooks/nobody/rotate-secret', { body: {} }],
      [200, '/secrets/reseal', { body: {} }],
      [200, `/webhooks/create?app_id=${registered.appId}`, { body: {} }],
      [409, `/webhooks/create?app_id=${registered.appId}`, { body: { webhook_secret: LONG } }],
      [200, `/webhooks/${registered.hookId}/repair`, {}],
      [200, `/webhooks/${registered.hookId}/drift`, { method: 'GET' }],
      [200, `/subscriptions/sms?hook_id=${registered.hookId}`, { body: {} }],
      [409, `/webhooks/${tenant.hookId}/repair`, {}],
      [404, `/webhooks/nobody/test`, {}],
      [404, `/subscriptions/1?app_id=${registered.appId}`, { method: 'DELETE' }],
      [404, `/apps/${NOBODY}/connect-link`, {}],
      [409, `/auth/dialpad/disconnect/${tenant.appId}`, {}],
      [400, `${app}/backfills`, { body: { from: FUTURE, to: FUTURE } }],
      [404, `/apps/${NOBODY}/backfills`, { body: { from: HOUR_AGO, to: NOW } }],
      [200, `${app}/dialpad`, { method: 'GET' }],
      [404, `/dead-letters/${NOBODY}/replay`, {}],
      [404, `/dead-letters/${delivery}`, { method: 'DELETE' }],
      [200, '/dead-letters/replay', { body: { all: true, dry_run: true } }],
      [200, '/dead-letters/purge', { body: { ids: [NOBODY] } }],
      [400, '/quarantine/purge', { body: {} }],
      [200, '/quarantine/release', { body: { all: true, dry_run: true } }],
      [404, `/unrouted/${delivery}/release`, { body: { to_app_id: NOBODY } }],
      [200, `/dead-letters/${letter}`, { method: 'GET' }],
      [404, `/quarantine/${letter}?payload=true`, { method: 'GET' }],
      [404, `/events/${NOBODY}?payload=true`, { method: 'GET' }],
      [401, '/apps', { apiKey: tenant.apiKey, body: { name: 'Not an operator' } }],
    ];
    const statuses: (readonly [number, string])[] = [];
    for (const [, path, question] of idle) {
      statuses.push([(await request(path, question)).status, path]);
    }
    expect(statuses).toEqual(idle.map(([status, path]) => [status, path]));
    expect(await newEntries(before)).toEqual([]);
    expect(server.isRunning()).toBe(true);
  });

  test('lets nobody change or remove an entry, as the role that the server connects as', async () => {
    const { stage, entries } = audited;
    const before = await entries();
    const actingAs = (role: string): string => `SET app.role = '${role}'; `;
    const granted = 'GRANT UPDATE, DELETE, TRUNCATE ON audit_log TO CURRENT_USER; ';
    const changes = [
      "UPDATE audit_log SET actor = 'nobody'",
      'DELETE FROM audit_log',
      'TRUNCATE audit_log',
    ];
    for (const change of changes) {
      for (const role of ['', 'keeper', 'desk', 'operator', 'worker', 'intake'].map(actingAs)) {
        await expect(stage.query(role + change)).rejects.toThrow('permission denied');
        await expect(stage.query(granted + role + change)).rejects.toThrow('is append-only');
      }
    }
    expect(await entries()).toEqual(before);
  });
});
