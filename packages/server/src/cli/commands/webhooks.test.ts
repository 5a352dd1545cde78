import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';
import { makeTestFolder } from '../../testing/test-folder.test.support.ts';

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

const made = {
  success: true,
  webhook_id: '5001',
  hook_id: 'h',
  hook_url: 'https://cti.example.com/webhooks/dialpad/h',
  subscriptions: [
    { kind: 'call', id: '6001' },
    { kind: 'sms', id: '6002' },
  ],
  message: 'Webhook created, in Dialpad as well.',
  next_step: 'POST it.',
};

describe('a webhook', () => {
  test('is set up in Dialpad, and its secret is nobody’s to see', async () => {
    const { code, stdout } = await run(['webhooks', 'create', 'a'], made, 201);
    expect(code).toBe(0);
    expect(asked()).toEqual([['POST /internal/webhooks/create?app_id=a', { register: true }]]);
    expect(stdout).toContain('5001');
    expect(stdout).toContain('call 6001, sms 6002');
    expect(stdout).toContain('webhooks test h');
    expect(stdout).not.toContain('secret');
  });

  test('asks for the kinds and states that are named', async () => {
    const words = ['--subscriptions', 'sms,call', '--call-states', 'hangup,ringing'];
    await run(['webhooks', 'create', 'a', ...words], made, 201);
    expect(asked()).toMatchObject([
      [
        'POST /internal/webhooks/create?app_id=a',
        { subscriptions: [{ kind: 'call', call_states: ['ringing', 'hangup'] }, { kind: 'sms' }] },
      ],
    ]);
    await listener.close();
    await run(['webhooks', 'create', 'a', '--call-states', 'all'], made, 201);
    expect(asked()).toMatchObject([
      [
        'POST /internal/webhooks/create?app_id=a',
        {
          subscriptions: [
            { kind: 'call', call_states: ['all'] },
            { kind: 'sms' },
            { kind: 'agent_status' },
          ],
        },
      ],
    ]);
  });

  test('is made on our side only by --manual, and shows its secret', async () => {
    const ours = { ...made, webhook_id: null, subscriptions: [], webhook_secret: 'w' };
    const { stdout } = await run(['webhooks', 'create', 'a', '--manual'], ours, 201);
    expect(asked()).toEqual([['POST /internal/webhooks/create?app_id=a', { register: false }]]);
    expect(stdout).toMatch(/webhook_secret +w\n/);
    expect(stdout).toContain('only now');
    expect(stdout).toContain('send --hook h');
    expect(stdout).not.toContain('webhook_id');
  });

  test('that cannot be set up says what to do', async () => {
    const problem = { code: 'dialpad-not-connected', title: 'T', detail: 'Set DIALPAD_API_KEY.' };
    const { code, stderr } = await run(['webhooks', 'create', 'a'], problem, 409);
    expect(code).toBe(1);
    expect(stderr).toContain('Set DIALPAD_API_KEY. Connect the app by: dialpad-cti connect link');
    expect(stderr).toContain('--manual');
  });

  test('is waited for while somebody else is at the same app, with the same key', async () => {
    listener = await openListener((_heard, response) => {
      if (listener.heard.length > 2) return made;
      response.writeHead(503, { 'retry-after': '5' });
      return { code: 'busy', title: 'Busy', detail: 'Somebody else.' };
    });
    const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
    const { code, waits } = await runCli(['webhooks', 'create', 'a'], { environment });
    expect({ code, waits }).toEqual({ code: 0, waits: [5000, 5000] });
    expect(new Set(listener.heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test.each([
    [502, 'dialpad-unavailable'],
    [503, 'dialpad-rate-limited'],
  ])('that Dialpad refuses with %d ends with 1: the server is well', async (status, code) => {
    const problem = { code, title: 'T', detail: 'D.' };
    expect((await run(['webhooks', 'repair', 'h'], problem, status)).code).toBe(1);
  });
});

describe('webhooks rotate', () => {
  const rotated = {
    success: true,
    hook_id: 'h',
    hook_url: 'https://cti.example.com/webhooks/dialpad/h',
    previous_secret_until: null,
    rotation_open: true,
    message: 'Secret rotated, in Dialpad as well.',
  };

  test.each(['rotate', 'rotate-secret'])(
    'is told when the old secret ends, as %s',
    async (word) => {
      const { code, stdout } = await run(['webhooks', word, 'h'], rotated);
      expect(code).toBe(0);
      expect(asked()).toEqual([['POST /internal/webhooks/h/rotate-secret', {}]]);
      expect(stdout).toContain('5 hours after Dialpad has signed');
    },
  );

  test('takes its secret from a file', async () => {
    const folder = await makeTestFolder();
    const path = join(folder.path, 'secret');
    await writeFile(path, 'from-a-file\n');
    await run(['webhooks', 'rotate', '5001', '--app', 'a', '--secret-file', path], rotated);
    await folder.remove();
    expect(asked()).toEqual([
      ['POST /internal/webhooks/5001/rotate-secret?app_id=a', { webhook_secret: 'from-a-file' }],
    ]);
  });
});

describe('drift', () => {
  const report = (drift: readonly object[], more: object = {}) => ({
    success: true,
    data: { hook_id: 'h', drift, ...more },
  });
  const foreign = { kind: 'webhook-foreign', webhook_id: '9', hook_url: 'https://x.example' };
  const missing = { kind: 'subscription-missing', subscription: 'sms' };

  test('is a table, and no failure by itself', async () => {
    const { code, stdout } = await run(['webhooks', 'drift', 'h'], report([missing, foreign]));
    expect(code).toBe(0);
    expect(stdout).toMatch(/subscription-missing +sms/);
    expect(stdout).toMatch(/webhook-foreign .*9 https:\/\/x\.example/);
    expect(asked()).toEqual([['GET /internal/webhooks/h/drift', null]]);
  });

  test.each([
    [[], 0],
    [[foreign], 0],
    [[missing, foreign], 1],
  ])('%j ends with %d by --check', async (drift, code) => {
    const run1 = await run(['webhooks', 'drift', 'h', '--check', '--json'], report(drift));
    expect(run1.code).toBe(code);
    expect(JSON.parse(run1.stdout)).toEqual(report(drift));
    if (code === 1) {
      expect(JSON.parse(run1.stderr)).toMatchObject({ error: { code: 'drift-found' } });
    }
  });

  test('is repaired, and what is left is told', async () => {
    const answer = report([foreign], { repaired: [missing] });
    const { code, stdout } = await run(['webhooks', 'repair', 'h'], answer);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Made right:[\s\S]*subscription-missing[\s\S]*Left as it is:[\s\S]*foreign/,
    );
    expect(asked()).toEqual([['POST /internal/webhooks/h/repair', null]]);
  });
});

describe('webhooks test', () => {
  const url = 'https://cti.example.com/webhooks/dialpad/h';

  test('says that it arrived', async () => {
    const data = { url, status: 200, is_ours: true, error: null };
    const { code, stdout } = await run(['webhooks', 'test', 'h'], { success: true, data });
    expect(code).toBe(0);
    expect(stdout).toContain(`arrived over ${url}`);
  });

  test.each([
    [{ status: null, is_ours: false, error: 'ENOTFOUND' }, 'ENOTFOUND'],
    [{ status: 200, is_ours: false, error: null }, 'something else'],
    [{ status: 401, is_ours: false, error: null }, '401'],
  ])('%j ends with 1, and what to do', async (outcome, said) => {
    const data = { url, ...outcome };
    const { code, stderr } = await run(['webhooks', 'test', 'h'], { success: true, data });
    expect(code).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr).toContain('PUBLIC_URL');
  });
});

test('a list says how each webhook stands in Dialpad', async () => {
  const row = (hook_id: string, registration: object | null, isOpen = false) => ({
    hook_id,
    app_id: 'a',
    hook_url: `https://cti.example.com/webhooks/dialpad/${hook_id}`,
    created_at: '2026-09-01T00:00:00.000Z',
    previous_secret_until: null,
    rotation_open: isOpen,
    registration,
  });
  const data = [row('h1', null), row('h2', { webhook_id: '5001', state: 'registered' }, true)];
  const { stdout } = await run(['webhooks', 'list'], {
    success: true,
    data,
    pagination: { next_cursor: null },
  });
  expect(stdout).toMatch(/h1 +a +by hand +–/);
  expect(stdout).toMatch(/h2 +a +registered +5001 .*signed with the new one/);
});

test('one webhook is shown with what of it is in Dialpad', async () => {
  const data = { hook_id: 'h', hook_url: 'https://cti.example.com/webhooks/dialpad/h' };
  const registration = {
    webhook_id: '5001',
    state: 'pending',
    wanted: [{ kind: 'call', call_states: ['all'] }, { kind: 'agent_status' }],
    subscriptions: [{ kind: 'call', id: '6001' }],
  };
  const { stdout } = await run(['webhooks', 'show', '5001', '--app', 'a'], {
    success: true,
    data: { ...data, registration },
  });
  expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/).slice(-2))).toEqual([
    ['hook_id', 'h'],
    ['hook_url', data.hook_url],
    ['in_dialpad', 'pending'],
    ['webhook_id', '5001'],
    ['wanted call', 'all'],
    ['wanted agent_status', '–'],
    ['subscription call', '6001'],
    [''],
  ]);
  expect(asked()).toEqual([['GET /internal/webhooks/5001?app_id=a', null]]);
  await listener.close();
  const ours = await run(['webhooks', 'show', 'h'], {
    success: true,
    data: { ...data, registration: null },
  });
  expect(ours.stdout).toContain('by hand');
});
