import { randomUUID } from 'node:crypto';

import { afterEach, describe, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { createApi } from '../api/create-api.ts';
import { examineApp } from './examine-app.ts';
import type { HookRow } from './hook-row.ts';

let listener: Listener;
afterEach(() => listener.close());

const PORTAL = { app_id: 'a', name: 'Portal', is_active: true };
const HOOK: HookRow = { hook_id: 'h', app_id: 'a', registration: { state: 'registered' } };

const DIALPAD = 'GET /internal/apps/a/dialpad';
const CONNECTION = 'GET /internal/apps/a/connection';
const EVENTS = 'GET /internal/events?app_id=a&limit=200';
const DRIFT = 'GET /internal/webhooks/h/drift';
const TEST = 'POST /internal/webhooks/h/test';

const refused = (code: string) => ({ code, title: 'No', detail: 'Not so.' });
const check = (more: object) => ({
  data: {
    access: 'api-key',
    user: { display_name: 'Ada Operator' },
    clock_skew_ms: -300,
    scopes: { 'calls:list': true, webhooks: true },
    ...more,
  },
});
const event = (day: string, more: object = {}) => ({
  kind: 'call',
  source: 'webhook',
  received_at: `${day}T12:00:00.000Z`,
  ...more,
});
const arrival = (more: object) => ({
  data: {
    url: 'https://cti.example.com/webhooks/dialpad/h',
    status: 200,
    is_ours: true,
    error: null,
    ...more,
  },
});

type Answers = Readonly<Record<string, object>>;

const WELL: Answers = {
  [DIALPAD]: check({}),
  [EVENTS]: { data: [event('2026-08-31')] },
  [DRIFT]: { data: { drift: [] } },
  [TEST]: arrival({}),
};

/** What is not well about the app, a line each. */
async function troubles(wrong: Answers, app = PORTAL, hooks: readonly HookRow[] = [HOOK]) {
  const answers = { ...WELL, ...wrong };
  listener = await openListener(({ method, path }, response) => {
    const answer = answers[`${method} ${path}`] ?? refused('not-found');
    if ('code' in answer) response.statusCode = 409;
    return answer;
  });
  const api = createApi({
    environment: { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' },
    name: 'cti',
    newId: randomUUID,
    sleep: async () => {},
    note: () => {},
  });
  const now = () => Date.UTC(2026, 8, 1);
  const findings = await examineApp({ api, now, name: 'cti' }, app, hooks);
  expect(new Set(findings.map(({ app_id: appId }) => appId))).toEqual(new Set(['a']));
  return findings
    .filter(({ status }) => status !== 'ok')
    .map(({ status, check: name, detail, fix }) => `${status} ${name}: ${detail} → ${fix}`);
}

test('an app of which nothing is wrong has no troubles', async () => {
  expect(await troubles({})).toEqual([]);
});

describe('Dialpad', () => {
  test.each([
    [refused('dialpad-not-connected'), /^fail .*DIALPAD_API_KEY, or: cti connect link a$/],
    [
      refused('dialpad-unauthorized'),
      /^fail .*Not so\. → .* DIALPAD_ENVIRONMENT, or: cti connect link a$/,
    ],
    [refused('dialpad-reauthorisation-needed'), /^fail .*connect link/],
    [refused('dialpad-unavailable'), /^warn dialpad: .*→ try again later$/],
    [{ data: 'all is well' }, /^fail dialpad: .*not as this program knows it/],
    [check({ scopes: { 'calls:list': false } }), /^warn scope: calls:list .*cannot be fetched/],
    [check({ scopes: { webhooks: null } }), /^warn scope: .*could not be found out/],
    [check({ clock_skew_ms: 61_000 }), /^warn dialpad-clock: .*61 s ahead of ours → .*NTP$/],
    [check({ clock_skew_ms: -61_000 }), /^warn dialpad-clock: .*61 s behind/],
  ])('%j is told', async (answer, said) => {
    expect(await troubles({ [DIALPAD]: answer })).toEqual([expect.stringMatching(said)]);
  });

  test('that is not connected is no failure of an app that needs none', async () => {
    const wrong = { [DIALPAD]: refused('dialpad-not-connected') };
    expect(await troubles(wrong, PORTAL, [{ ...HOOK, registration: null }])).toEqual([
      expect.stringMatching(/^warn dialpad: /),
    ]);
  });

  test('says of an app’s own connection how it stands', async () => {
    const connection = (state: string) => ({ data: { state, expires_at: null } });
    const oauth = check({ access: 'oauth' });
    const stands = { [DIALPAD]: oauth, [CONNECTION]: connection('connected') };
    expect(await troubles(stands)).toEqual([]);
    await listener.close();
    const ended = { [DIALPAD]: oauth, [CONNECTION]: connection('reauthorisation_needed') };
    expect(await troubles(ended)).toEqual([
      'fail connection: has to be authorised anew → cti connect link a',
    ]);
  });
});

describe('the newest event', () => {
  test.each([
    [[event('2026-08-30')], /more than a day ago/],
    [[], /nothing lately/],
    [[event('2026-08-31', { source: 'reconciliation' })], /nothing lately/],
    // A test of ours.
    [[event('2026-08-31', { kind: 'other' })], /nothing lately/],
  ])('of %j is none of Dialpad’s, or old', async (rows, said) => {
    expect(await troubles({ [EVENTS]: { data: rows } })).toEqual([expect.stringMatching(said)]);
  });

  test('is looked for before our own tests are sent', async () => {
    await troubles({});
    const asked = listener.heard.map(({ method, path }) => `${method} ${path}`);
    expect(asked.indexOf(EVENTS)).toBeLessThan(asked.indexOf(TEST));
  });
});

describe('a webhook', () => {
  test.each([
    [{ [TEST]: arrival({ is_ours: false }) }, /^fail public-url: .*PUBLIC_URL/],
    [{ [TEST]: arrival({ is_ours: false, status: null, error: 'ENOTFOUND' }) }, /ENOTFOUND/],
    [{ [TEST]: arrival({ url: 'http://localhost:4000/x' }) }, /^warn public-url: .*only this/],
    [{ [DRIFT]: refused('dialpad-unavailable') }, /^warn drift: .*Not so/],
  ])('%j is told', async (wrong, said) => {
    expect(await troubles(wrong)).toEqual([expect.stringMatching(said)]);
  });

  test('that differs is told thing by thing, and not of what is somebody else’s', async () => {
    const drift = [
      { kind: 'webhook-secret-differs', webhook_id: '1' },
      { kind: 'subscription-missing', subscription: 'sms' },
      { kind: 'webhook-foreign', webhook_id: '2' },
    ];
    expect(await troubles({ [DRIFT]: { data: { drift } } })).toEqual([
      'fail drift: webhook-secret-differs: the webhook signs with another secret → cti webhooks repair h',
      'fail drift: subscription-missing sms: nothing asks Dialpad for these events → cti webhooks repair h',
    ]);
  });

  test.each([
    ['pending', 'webhooks repair h'],
    ['deleting', 'webhooks delete h'],
  ] as const)('that is %s is told', async (state, fix) => {
    expect(await troubles({}, PORTAL, [{ ...HOOK, registration: { state } }])).toEqual([
      expect.stringContaining(fix),
    ]);
  });

  test('is missed', async () => {
    expect(await troubles({}, PORTAL, [])).toEqual([
      'warn webhook: there is none → cti webhooks create a',
    ]);
  });
});

test('of an app that is not active nothing else is asked', async () => {
  expect(await troubles({}, { ...PORTAL, is_active: false })).toEqual([
    expect.stringContaining('apps activate a'),
  ]);
  expect(listener.heard).toEqual([]);
});
