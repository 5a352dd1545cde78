import { afterEach, describe, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';

let listener: Listener;
afterEach(() => listener.close());

async function run(words: readonly string[], answer: object, status = 200) {
  listener = await openListener((_heard, response) => {
    response.statusCode = status;
    return answer;
  });
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
  return runCli(words, { environment });
}

const asked = () =>
  listener.heard.map(({ method, path, body }) => [
    `${method} ${path}`,
    body === '' ? null : (JSON.parse(body) as unknown),
  ]);

describe('subscriptions', () => {
  const answer = { success: true, data: { kind: 'sms' }, message: 'Subscribed.' };

  test('are added on the terms that are named; all others are the server’s', async () => {
    const terms = ['--direction', 'inbound', '--no-status'];
    const { stdout } = await run(['subscriptions', 'add', 'h', 'sms', ...terms], answer);
    expect(stdout).toBe('Subscribed.\n');
    expect(asked()).toEqual([
      ['POST /internal/subscriptions/sms?hook_id=h', { direction: 'inbound', status: false }],
    ]);
    await listener.close();
    await run(['subscriptions', 'add', 'h', 'call', '--call-states', 'hangup'], answer);
    expect(asked()).toEqual([
      ['POST /internal/subscriptions/call?hook_id=h', { call_states: ['hangup'] }],
    ]);
    await listener.close();
    await run(['subscriptions', 'add', 'h', 'agent_status'], answer);
    expect(asked()).toEqual([['POST /internal/subscriptions/agent_status?hook_id=h', {}]]);
  });

  test('are listed with their terms', async () => {
    const of = { app_id: 'a', hook_id: 'h', is_wanted: true };
    const data = [
      { id: '1', kind: 'call', ...of, call_states: ['ringing', 'hangup'] },
      { id: null, kind: 'sms', ...of, direction: 'all', status: true, include_internal: false },
      { id: '3', kind: 'agent_status', ...of },
    ];
    const { stdout } = await run(['subscriptions', 'list', '--hook', 'h'], { success: true, data });
    expect(stdout).toMatch(/1 +call +h +a +yes +ringing,hangup\n/);
    expect(stdout).toMatch(/– +sms +h +a +yes +all, no internal\n/);
    expect(stdout).toMatch(/3 +agent_status +h +a +yes +–/);
    expect(asked()).toEqual([['GET /internal/subscriptions?hook_id=h', null]]);
    await listener.close();
    const json = await run(['subscriptions', 'list', '--json'], { success: true, data });
    expect(JSON.parse(json.stdout)).toEqual(data);
  });

  test('are removed by Dialpad’s id', async () => {
    const { code } = await run(['subscriptions', 'remove', '6001', '--app', 'a'], answer);
    expect(code).toBe(0);
    expect(asked()).toEqual([['DELETE /internal/subscriptions/6001?app_id=a', null]]);
  });
});

describe('connect', () => {
  test('link shows the address that opens once', async () => {
    const connect_url = 'https://cti.example.com/auth/dialpad/connect?link=once';
    const expires_at = '2026-09-01T01:00:00.000Z';
    const { stdout } = await run(['connect', 'link', 'a'], {
      success: true,
      connect_url,
      expires_at,
    });
    expect(stdout).toContain(connect_url);
    expect(stdout).toContain(expires_at);
    expect(asked()).toEqual([['POST /internal/apps/a/connect-link', null]]);
  });

  test('status shows the connection', async () => {
    const data = { app_id: 'a', state: 'connected', scopes: ['calls:list'] };
    const { stdout } = await run(['connect', 'status', 'a'], { success: true, data });
    expect(stdout).toMatch(/state +connected\n/);
    expect(asked()).toEqual([['GET /internal/apps/a/connection', null]]);
  });

  test.each([
    [['connect', 'status', 'a'], 404, 'not-found'],
    [['connect', 'end', 'a', '--yes'], 409, 'dialpad-not-connected'],
  ] as const)('%j says so where there is none', async (words, status, code) => {
    const none = await run(words, { code, title: 'No', detail: 'Not so.' }, status);
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(/no connection of its own.*connect link a$/m);
  });

  test('end names what is left at Dialpad', async () => {
    const answer = { success: true, message: 'Disconnected here.', left_at_dialpad: ['h1', 'h2'] };
    const { code, stdout } = await run(['connect', 'end', 'a', '--yes'], answer);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Disconnected here.\n  webhook h1\n  webhook h2\n',
    });
    expect(asked()).toEqual([['POST /auth/dialpad/disconnect/a', null]]);
  });
});

test('a ledger is a line an hour, and below it the calls that nothing explains', async () => {
  const hour = {
    hour: '2026-09-01T00:00:00.000Z',
    received: 9,
    duplicates: 1,
    recovered: 2,
    inferred: 0,
    unexplained: [{ dialpad_call_id: '77', reason: 'not-listed' }],
    standing: 'verified',
  };
  const answer = { success: true, data: [hour] };
  const from = '2026-09-01T00:00:00Z';
  const { stdout } = await run(['ledger', 'a', '--from', from], answer);
  expect(stdout).toMatch(/2026-09-01T00:00:00\.000Z +9 +1 +2 +0 +1 +verified\n/);
  expect(stdout).toMatch(/77 +not-listed\n$/);
  expect(asked()).toEqual([[`GET /internal/apps/a/ledger?from=${encodeURIComponent(from)}`, null]]);
  await listener.close();
  const json = await run(['ledger', 'a', '--json'], answer);
  expect(JSON.parse(json.stdout)).toEqual([hour]);
});
