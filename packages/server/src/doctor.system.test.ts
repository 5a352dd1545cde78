import { randomBytes } from 'node:crypto';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { type ByHand, byHand } from './testing/by-hand.test.support.ts';
import {
  type DialpadStage,
  openDialpadStage,
  type SetUpApp,
} from './testing/open-dialpad-stage.test.support.ts';
import { openListener } from './testing/open-listener.test.support.ts';
import { runCli } from './testing/run-cli.test.support.ts';
import { spawnEntry } from './testing/spawn-entry.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

let dialpad: DialpadStage;
let server: TestServer;
let hand: ByHand;
let app: SetUpApp;
beforeAll(async () => {
  dialpad = await openDialpadStage({ hasLimits: false });
  server = await dialpad.start();
  hand = byHand(dialpad.simulator);
  app = await dialpad.setUpApp('Harborview');
  dialpad.simulator.play('20-sms-inbound-to-user', { speed: Infinity });
  await waitFor(
    'the message',
    async () => (await server.client.list('/api/messages', app)).length > 0,
  );
});
afterEach(async () => {
  dialpad.balancer.pointTo(server.port);
  expect((await repair()).status).toBe(200);
});
afterAll(() => dialpad.close());

const repair = () => dialpad.operate('POST', `/internal/webhooks/${app.hookId}/repair`);

const Report = z.object({
  success: z.boolean(),
  checks: z.array(
    z.object({
      status: z.enum(['ok', 'warn', 'fail']),
      check: z.string(),
      detail: z.string(),
      fix: z.string().nullable(),
      app_id: z.string().nullable(),
    }),
  ),
});

/** What is said of the checks with that outcome. */
const said = ({ checks }: z.infer<typeof Report>, outcome: 'warn' | 'fail') =>
  checks
    .filter(({ status }) => status === outcome)
    .map(({ check, detail, fix }) => `${check}: ${detail}${fix === null ? '' : ` → ${fix}`}`);

const environmentOf = ({ url }: Pick<TestServer, 'url'>) => ({
  CTI_URL: url,
  NODE_ENV: 'test',
  DATABASE_URL: dialpad.stage.databaseUrl,
  ...testSecrets,
});

async function doctor(given: Readonly<Record<string, string>> = {}, at = server) {
  const environment = { ...environmentOf(at), ...given };
  const { code, stdout } = await runCli(['doctor', '--json'], { environment });
  return { code, report: Report.parse(JSON.parse(stdout)) };
}

test('a sound set-up: all is well, and the process ends with 0', async () => {
  const words = ['doctor', '--json'];
  const cli = spawnEntry({
    entry: 'cli/main.ts',
    words,
    folder: dialpad.stage.folder,
    environment: environmentOf(server),
  });
  const { code, stdout, stderr } = await cli.exit;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const report = Report.parse(JSON.parse(stdout));
  expect(report.success).toBe(true);
  // The database of the tests is careless, and all listen on this machine only.
  expect(said(report, 'warn')).toEqual([
    expect.stringMatching(/^durability: /),
    expect.stringMatching(/^public-url: .* → set PUBLIC_URL/),
  ]);
  expect(new Set(report.checks.map(({ check }) => check))).toEqual(
    new Set([
      'configuration',
      'server',
      'durability',
      'version',
      'clock',
      'operator',
      'queue',
      'dead-letters',
      'quarantine',
      'unrouted',
      'app',
      'dialpad',
      'scope',
      'dialpad-clock',
      'last-event',
      'webhook',
      'drift',
      'public-url',
    ]),
  );
  for (const secret of [...Object.values(testSecrets), dialpad.simulator.apiKey]) {
    expect(stdout).not.toContain(secret);
  }
});

interface Illness {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  readonly said: RegExp;
  /** How many checks fail; one when absent. */
  readonly failures?: number;
}

const own = () => dialpad.simulator.setUp().webhooks[0]?.id ?? '';
const subscription = (kind: string): string => {
  const found = dialpad.simulator.setUp().subscriptions.find((one) => one.kind === kind);
  return `/subscriptions/${kind}/${String(found?.id)}`;
};

const illnesses: readonly Illness[] = [
  {
    name: 'Dialpad has no webhook',
    act: async () => {
      await hand('DELETE', `/webhooks/${own()}`);
      for (const kind of ['call', 'sms', 'agent_status']) await hand('DELETE', subscription(kind));
    },
    said: /^drift: webhook-missing: .* → dialpad-cti webhooks repair \w{22}$/,
    // Nor a subscription of any kind.
    failures: 4,
  },
  {
    name: 'Dialpad has another secret',
    act: () =>
      hand('PATCH', `/webhooks/${own()}`, { secret: randomBytes(24).toString('base64url') }),
    said: /^drift: webhook-secret-differs: .* → dialpad-cti webhooks repair \w{22}$/,
  },
  {
    name: 'a subscription is missing',
    act: () => hand('DELETE', subscription('sms')),
    said: /^drift: subscription-missing sms: .* → dialpad-cti webhooks repair \w{22}$/,
  },
  {
    name: 'a subscription is disabled',
    act: () => hand('PATCH', subscription('call'), { enabled: false }),
    said: /^drift: subscription-differs call: .* → dialpad-cti webhooks repair \w{22}$/,
  },
  {
    name: 'nobody stands behind the public address',
    act: async () => dialpad.balancer.pointTo(null),
    said: /^public-url: http.* answers 503, .*PUBLIC_URL/,
  },
];

test.each(illnesses)('$name: that is told, with what to do', async (illness) => {
  await illness.act();
  const { code, report } = await doctor();
  expect(code).toBe(1);
  expect(report.success).toBe(false);
  const failures = said(report, 'fail');
  expect(failures).toHaveLength(illness.failures ?? 1);
  expect(failures).toContainEqual(expect.stringMatching(illness.said));
});

test('what it says to do is enough', async () => {
  await hand('DELETE', subscription('call'));
  const { report } = await doctor();
  const fix = report.checks.find(({ status }) => status === 'fail')?.fix ?? '';
  const [, ...words] = fix.split(' ');
  expect((await runCli(words, { environment: environmentOf(server) })).code).toBe(0);
  expect((await doctor()).code).toBe(0);
});

test('a wrong secret of the operator: that is told, and nothing more is asked', async () => {
  const { code, report } = await doctor({ INTERNAL_API_SECRET: 'x'.repeat(43) });
  expect(code).toBe(1);
  expect(said(report, 'fail')).toEqual([expect.stringMatching(/^operator: .*INTERNAL_API_SECRET/)]);
  expect(report.checks.some(({ app_id: appId }) => appId !== null)).toBe(false);
});

test('an app without a webhook: that is told, with what to do', async () => {
  const { body } = await dialpad.operate('POST', '/internal/apps', { name: 'Tidewater' });
  const appId = String(body['app_id']);
  const { report } = await doctor();
  const ofApp = report.checks.filter(({ app_id: id }) => id === appId);
  expect(ofApp.find(({ check }) => check === 'webhook')).toMatchObject({
    status: 'warn',
    fix: `dialpad-cti webhooks create ${appId}`,
  });
  await dialpad.operate('POST', `/internal/apps/${appId}/deactivate`);
});

test('a key that may not list calls: that is told, with what is lost', async () => {
  const limited = await dialpad.start({
    isReachable: false,
    environment: { DIALPAD_API_KEY: dialpad.simulator.limitedApiKey },
  });
  const { report } = await doctor({}, limited);
  expect(said(report, 'warn')).toContainEqual(
    expect.stringMatching(/^scope: calls:list is missing: .* → .*administrator/),
  );
  expect(said(report, 'fail')).toEqual([]);
  await limited.stop();
});

test('a key that Dialpad does not know: that is told, with what to do', async () => {
  const stranger = await dialpad.start({
    isReachable: false,
    environment: { DIALPAD_API_KEY: 'nobody-has-this-key' },
  });
  const { code, report } = await doctor({}, stranger);
  expect(code).toBe(1);
  expect(said(report, 'fail')).toEqual([expect.stringMatching(/^dialpad: .*DIALPAD_API_KEY/)]);
  await stranger.stop();
});

test('an address at which nobody listens: that is told, with what to do', async () => {
  const listener = await openListener(() => ({}));
  await listener.close();
  const lost = await dialpad.start({ environment: { PUBLIC_URL: listener.url } });
  const { body } = await dialpad.operate('POST', '/internal/apps', { name: 'Lost' });
  const path = `/internal/webhooks/create?app_id=${String(body['app_id'])}`;
  expect((await dialpad.operate('POST', path, {})).status).toBe(201);
  const { code, report } = await doctor({}, lost);
  expect(code).toBe(1);
  expect(said(report, 'fail')).toEqual([
    expect.stringMatching(/^public-url: .* gives no answer \(ECONNREFUSED\): set PUBLIC_URL/),
  ]);
  await lost.stop();
});

test('the server is down: that is told, and what can be looked at without it is', async () => {
  const gone = await dialpad.start({ isReachable: false });
  gone.kill('SIGKILL');
  await gone.exit;
  const { code, report } = await doctor({}, gone);
  expect(code).toBe(1);
  expect(said(report, 'fail')).toEqual([expect.stringMatching(/^server: .*ECONNREFUSED/)]);
  expect(report.checks).toContainEqual(
    expect.objectContaining({ status: 'ok', check: 'database' }),
  );
});
