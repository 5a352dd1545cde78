import { openSimulator, type Simulator } from '@dialpad-cti/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage, type Stage } from '../testing/open-stage.test.support.ts';
import { runCli } from '../testing/run-cli.test.support.ts';
import { type SpawnedEntry, spawnEntry } from '../testing/spawn-entry.test.support.ts';
import { testSecrets } from '../testing/test-secrets.test.support.ts';
import { waitFor } from '../testing/wait-for.test.support.ts';

let stage: Stage;
let dialpad: Simulator;
let server: SpawnedEntry;
let CTI_URL: string;
beforeAll(async () => {
  stage = await openStage();
  dialpad = await openSimulator({ seed: 11 });
  server = spawnEntry({
    entry: 'main.ts',
    folder: stage.folder,
    environment: {
      ...testSecrets,
      DATABASE_URL: stage.databaseUrl,
      DIALPAD_ENVIRONMENT: 'sandbox',
      DIALPAD_SANDBOX_BASE_URL: dialpad.url,
      DIALPAD_API_KEY: dialpad.apiKey,
    },
  });
  CTI_URL = `http://127.0.0.1:${await server.port()}`;
});
afterAll(async () => {
  server.kill('SIGTERM');
  await server.exit;
  await dialpad.stop();
  await stage.close();
});

type Row = Readonly<Record<string, unknown>>;

const run = (words: readonly string[], given: Readonly<Record<string, string>> = {}) => {
  const { INTERNAL_API_SECRET } = testSecrets;
  return runCli(words, { environment: { CTI_URL, INTERNAL_API_SECRET, ...given } });
};

async function json<Answer = Row>(words: readonly string[], given = {}): Promise<Answer> {
  const { code, stdout, stderr } = await run([...words, '--json'], given);
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
  return JSON.parse(stdout) as Answer;
}

test('an operator sets up a Dialpad, mends it, and gets back what was lost', async () => {
  const { app_id: appId, api_key: key } = await json<Record<'app_id' | 'api_key', string>>([
    'apps',
    'create',
    'Harborview',
  ]);
  const create = ['webhooks', 'create', appId, '--subscriptions', 'call'];
  const { hook_id: hookId } = await json<Record<'hook_id', string>>(create);
  expect(await json(create)).toMatchObject({ hook_id: hookId });
  expect(dialpad.setUp()).toMatchObject({
    webhooks: [{ hookUrl: expect.stringContaining(hookId) }],
    subscriptions: [{ kind: 'call' }],
  });
  expect((await run(['webhooks', 'test', hookId])).code).toBe(0);

  const calls = () => json<readonly Row[]>(['calls', 'list'], { CTI_API_KEY: key });
  const endedCalls = async () => (await calls()).filter(({ status }) => status === 'ended');
  dialpad.play('01-inbound-answered-recorded-recap', { speed: Infinity });
  await waitFor('the call', async () => (await endedCalls()).length === 1);

  const subscriptions = await json<readonly Row[]>(['subscriptions', 'list', '--app', appId]);
  const target = `${dialpad.url}/api/v2/subscriptions/call/${String(subscriptions[0]?.['id'])}`;
  const headers = { authorization: `Bearer ${dialpad.apiKey}` };
  expect((await fetch(target, { method: 'DELETE', headers })).status).toBe(200);
  const drift = await run(['webhooks', 'drift', hookId, '--check']);
  expect(drift).toMatchObject({ code: 1, stdout: expect.stringContaining('subscription-missing') });
  const sick = await run(['doctor', '--app', appId]);
  expect(sick).toMatchObject({ code: 1, stdout: expect.stringMatching(/^fail {2}drift /m) });
  await json(['webhooks', 'repair', hookId]);
  expect((await run(['webhooks', 'drift', hookId, '--check'])).code).toBe(0);
  await json(['webhooks', 'rotate', hookId]);
  expect((await run(['doctor', '--app', appId])).code).toBe(0);

  dialpad.setFaults({ drop: 1 });
  dialpad.play('05-outbound-answered-disposition', { speed: Infinity });
  await dialpad.settled();
  const [from, to] = [Date.now() - 7_200_000, Date.now()].map((at) => new Date(at).toISOString());
  const window = ['--from', String(from), '--to', String(to)];
  expect(await json(['backfill', appId, ...window])).toMatchObject({ data: { state: 'done' } });
  await waitFor('the lost call', async () => (await endedCalls()).length === 2);
  const hours = await json<readonly Row[]>(['ledger', appId]);
  expect(hours.flatMap(({ unexplained }) => unexplained)).toEqual([]);

  await json(['webhooks', 'delete', hookId, '--yes']);
  expect(dialpad.setUp()).toEqual({ webhooks: [], subscriptions: [] });
});
