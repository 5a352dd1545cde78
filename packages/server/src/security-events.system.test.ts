import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { Tenant } from './testing/api-client.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

let stage: Stage;
let server: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
  const maker = await stage.start();
  tenant = await maker.client.createTenant('Guarded');
  await maker.stop();
  server = await stage.start({
    environment: {
      RATE_LIMIT_PER_KEY: '3',
      RATE_LIMIT_KEY_FAILURES: '2',
      // Nobody here asks it anything.
      DIALPAD_SANDBOX_CLIENT_ID: 'client',
      DIALPAD_SANDBOX_CLIENT_SECRET: 'secret-of-the-client',
    },
  });
});
afterAll(() => stage.close());

const WRONG_KEY = `raw_${'0'.repeat(12)}_${'1'.repeat(49)}`;
const WRONG_LINK = 'l'.repeat(43);
const WRONG_SECRET = 'a wrong secret of thirty-two characters';

interface Sending extends Omit<RequestInit, 'headers'> {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Happening {
  readonly status: number;
  /** The security event that it is; null when it is none. */
  readonly event: object | null;
  readonly request: Sending;
}

const asOperator = { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` };
const withKey = (apiKey: string) => ({ 'x-app-api-key': apiKey });
const body = (value: object): Omit<Sending, 'path'> => ({
  method: 'POST',
  headers: { ...asOperator, 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const delivery = (secret: string): Omit<Sending, 'path'> => ({
  method: 'POST',
  body: signEvent(exampleEvent(Date.UTC(2026, 8, 6)), secret),
});

/** In this order: the limits are reached on the way. */
function happenings(): readonly Happening[] {
  const { appId, apiKey, hookId } = tenant;
  const calls = '/api/calls';
  const hook = `/webhooks/dialpad/${hookId}`;
  const app = `/internal/apps/${appId}`;
  const [connect, callback] = ['/auth/dialpad/connect', '/auth/dialpad/callback'];
  const refusedVisitor = { level: 'warn', event: 'authorisation-refused' };
  const read: Happening = {
    status: 200,
    event: null,
    request: { path: calls, headers: withKey(apiKey) },
  };
  const refusedKey: Happening = {
    status: 401,
    event: { level: 'warn', event: 'key-refused', method: 'GET', route: calls },
    request: { path: calls, headers: withKey(WRONG_KEY) },
  };
  const act = { level: 'info', event: 'operator-act', method: 'POST' };
  const ofHook = { route: '/webhooks/dialpad/:hook_id', hook: hookId.slice(0, 6) };
  const named = body({ name: 'twice' });
  const twice = { ...named, headers: { ...named.headers, 'idempotency-key': 'twice' } };
  return [
    read,
    read,
    read,
    {
      ...read,
      status: 429,
      event: { level: 'warn', event: 'quota-exceeded', reason: 'app', route: calls, appId },
    },
    refusedKey,
    refusedKey,
    {
      ...refusedKey,
      status: 429,
      event: { level: 'warn', event: 'quota-exceeded', reason: 'key-failures', route: calls },
    },
    {
      status: 401,
      event: { level: 'warn', event: 'operator-refused', route: '/internal/queue' },
      request: {
        path: '/internal/queue',
        headers: { authorization: `Bearer ${WRONG_SECRET}` },
      },
    },
    {
      status: 401,
      event: {
        level: 'warn',
        event: 'signature-refused',
        reason: 'signature-differs',
        ...ofHook,
      },
      request: { path: hook, ...delivery(WRONG_SECRET) },
    },
    {
      status: 401,
      event: { level: 'warn', event: 'signature-refused', ...ofHook },
      request: { path: hook, method: 'POST', body: 'no token' },
    },
    { status: 200, event: null, request: { path: hook, ...delivery(tenant.hookSecret) } },
    {
      status: 200,
      event: { ...act, route: '/internal/apps/:app_id/deactivate', appId },
      request: { path: `${app}/deactivate`, ...body({}) },
    },
    {
      status: 200,
      event: { ...act, route: '/internal/apps/:app_id/activate', appId },
      request: { path: `${app}/activate`, ...body({}) },
    },
    {
      status: 201,
      event: { ...act, route: '/internal/apps/:app_id/api-key', appId },
      request: { path: `${app}/api-key`, ...twice },
    },
    {
      status: 201,
      event: { ...act, route: '/internal/apps/:app_id/connect-link', appId },
      request: { path: `${app}/connect-link`, method: 'POST', headers: asOperator },
    },
    {
      status: 403,
      event: { ...refusedVisitor, method: 'POST', route: connect },
      request: { path: `${connect}?link=${WRONG_LINK}`, method: 'POST' },
    },
    {
      status: 403,
      event: { ...refusedVisitor, method: 'GET', route: callback },
      request: { path: `${callback}?state=${WRONG_LINK}&code=${WRONG_LINK}` },
    },
    {
      status: 401,
      event: { level: 'warn', event: 'operator-refused', method: 'GET', route: connect },
      request: { path: `${connect}?app_id=${appId}` },
    },
    // Nobody knows the link before it is followed.
    { status: 200, event: null, request: { path: `${connect}?link=${WRONG_LINK}` } },
    // The answer was kept: nothing was done by this one.
    { status: 201, event: null, request: { path: `${app}/api-key`, ...twice } },
    { status: 400, event: null, request: { path: `${app}/api-key`, ...body({ odd: 1 }) } },
    { status: 404, event: null, request: { path: '/internal/nowhere', ...body({}) } },
    { status: 200, event: null, request: { path: app, headers: asOperator } },
  ];
}

const Line = z.looseObject({ msg: z.string(), requestId: z.string().optional() });

/** How often each kind was counted, and refused signatures of the hook. */
async function countsOf({ url }: TestServer): Promise<object> {
  const text = await (await fetch(`${url}/metrics`, { headers: asOperator })).text();
  const security = text.matchAll(/^cti_security_events_total\{kind="([^"]+)"\} (\d+)$/gm);
  const refused = new RegExp(
    `^cti_deliveries_total\\{hook="${tenant.hookId.slice(0, 6)}",outcome="signature-refused"\\} (\\d+)$`,
    'm',
  );
  return {
    ...Object.fromEntries([...security].map(([, kind = '', count]) => [kind, Number(count)])),
    ofHook: Number(refused.exec(text)?.[1] ?? 0),
  };
}

test('whatever concerns security is one line of the log and one count, and nothing else is', async () => {
  const all = happenings();
  for (const [nth, { status, request }] of all.entries()) {
    const { path, ...init } = request;
    const headers = { ...init.headers, 'x-request-id': `happening-${nth}` };
    const answer = await fetch(server.url + path, { ...init, headers });
    await answer.arrayBuffer();
    expect({ nth, status: answer.status }).toEqual({ nth, status });
  }

  const { body: events } = await ask(`${server.url}/internal/events?app_id=${tenant.appId}`);
  const [{ id } = { id: '' }] = z
    .object({ data: z.array(z.object({ id: z.string() })) })
    .parse(events).data;
  const shownPath = `${server.url}/internal/events/${id}`;
  expect((await ask(shownPath)).status).toBe(200);
  const shown = await ask(`${shownPath}?payload=true`, {
    headers: { 'x-request-id': 'payload-shown' },
  });
  expect(shown.status).toBe(200);

  expect(await countsOf(server)).toEqual({
    'key-refused': 2,
    'operator-refused': 2,
    'authorisation-refused': 2,
    'signature-refused': 2,
    'quota-exceeded': 2,
    'operator-act': 5,
    ofHook: 2,
  });

  const { stdout } = await server.stop();
  const security = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => Line.parse(JSON.parse(line)))
    .filter(({ msg }) => msg === 'security');
  const linesOf = (requestId: string) => security.filter((line) => line.requestId === requestId);
  for (const [nth, { event }] of all.entries()) {
    const expected =
      event === null ? [] : [expect.objectContaining({ ...event, address: '127.0.0.1' })];
    expect({ nth, lines: linesOf(`happening-${nth}`) }).toEqual({ nth, lines: expected });
  }
  expect(linesOf('payload-shown')).toEqual([
    expect.objectContaining({
      event: 'operator-act',
      method: 'GET',
      route: '/internal/events/:id',
      level: 'info',
    }),
  ]);
  expect(security).toHaveLength(15);
  const written = JSON.stringify(security);
  for (const secret of [WRONG_KEY, WRONG_SECRET, WRONG_LINK, tenant.apiKey, tenant.hookId, 'eyJ']) {
    expect(written).not.toContain(secret);
  }
});
