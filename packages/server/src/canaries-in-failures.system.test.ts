import { afterAll, beforeAll, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import { signText } from './signing/sign-text.ts';
import { ask } from './testing/ask.test.support.ts';
import { canariesIn } from './testing/canaries.test.support.ts';
import {
  type CanaryStage,
  HOSTILE_TEXT,
  openCanaryStage,
  WORDS,
} from './testing/open-canary-stage.test.support.ts';
import { refuseRows } from './testing/refuse-rows.test.support.ts';
import { runToItsEnd } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

/** Neither the data's fault nor one that the server knows. */
const SOME_FAULT = 'XX000';
const RAISED = 'P0001';

let canary: CanaryStage;
beforeAll(async () => {
  canary = await openCanaryStage({
    POLL_INTERVAL_MS: '200',
    API_TIMEOUT_MS: '2000',
    WEBHOOK_TIMEOUT_MS: '1000',
    RATE_LIMIT_OPERATOR: '1000000',
    RATE_LIMIT_PER_KEY: '1000000',
  });
});
afterAll(() => canary.close());

let nextCall = 6_300_000_000_000_000;
const someCall = (): object => {
  nextCall += 1;
  return {
    call_id: nextCall,
    state: 'hangup',
    direction: 'inbound',
    external_number: `+1${WORDS.number}`,
    contact: { name: WORDS.name, phone: WORDS.printedNumber },
    transcription_text: WORDS.transcript,
    event_timestamp: Date.UTC(2026, 8, 1),
  };
};
const someMessage = (): object => {
  nextCall += 1;
  return { id: nextCall, direction: 'inbound', text: WORDS.message, contact: { name: WORDS.name } };
};

async function deliver(payload: object): Promise<number> {
  const { client } = canary.server;
  return client.deliver(canary.reader.hookId, signEvent(payload, canary.reader.hookSecret));
}

async function operate(path: string, body: object = {}): Promise<number> {
  return (await ask(canary.server.url + path, { method: 'POST', body })).status;
}

/** How many lines tell of trouble with this message. */
const told = (message: string): number =>
  canary.server.output().split(`"msg":"${message}"`).length - 1;

const UNUSABLE = 'The database could not be used';

test('a database that repeats the rows that it refuses, whatever it calls that', async () => {
  const { hookId, hookSecret, appId } = canary.reader;
  const webhook = { register: false, webhook_secret: testSecrets.DIALPAD_WEBHOOK_SECRET };
  const notJson = (): string => signText(`${WORDS.message} ${nextCall++}`, hookSecret);
  const plain = async (): Promise<number> => {
    const body = signEvent(someCall(), testSecrets.DIALPAD_WEBHOOK_SECRET);
    const url = `${canary.server.url}/webhooks/dialpad`;
    return (await fetch(url, { method: 'POST', body })).status;
  };
  const acts: readonly (readonly [table: string, status: number, act: () => Promise<number>])[] = [
    ['apps', 503, () => operate('/internal/apps', { name: WORDS.name })],
    ['api_keys', 503, () => operate(`/internal/apps/${appId}/api-key`)],
    ['dialpad_webhooks', 503, () => operate(`/internal/webhooks/create?app_id=${appId}`, webhook)],
    ['audit_log', 503, () => operate('/internal/apps', { name: WORDS.name })],
    ['webhook_events', 503, () => deliver(someCall())],
    ['quarantine', 503, () => canary.server.client.deliver(hookId, notJson())],
    ['unrouted_events', 503, plain],
    ['calls', 200, () => deliver(someCall())],
  ];
  for (const [table, status, act] of acts) {
    for (const sqlState of [SOME_FAULT, RAISED]) {
      if (table === 'calls' && sqlState === RAISED) continue;
      const before = told(UNUSABLE);
      const allow = await refuseRows(canary.stage, { table, sqlState });
      await waitFor(`a word about ${table}`, async () => {
        expect(await act()).toBe(status);
        return told(UNUSABLE) > before;
      });
      await allow();
    }
  }
});

test('events that fail until they are dead, and replays of them', async () => {
  const { client } = canary.server;
  const dead = () => client.list('/internal/dead-letters', 'operator');
  const faults = [
    ['calls', RAISED],
    ['messages', '22P02'],
    ['voicemails', '23514'],
  ] as const;
  const undo: (() => Promise<void>)[] = [];
  for (const [table, sqlState] of faults) {
    undo.push(await refuseRows(canary.stage, { table, sqlState }));
  }
  await deliver(someCall());
  await deliver({ ...someCall(), state: 'voicemail_uploaded' });
  await deliver(someMessage());
  await deliver({ ...someMessage(), text: HOSTILE_TEXT });
  await waitFor('dead letters', async () => (await dead()).length >= 4);
  expect(await operate('/internal/dead-letters/replay', { all: true })).toBe(200);
  await waitFor('dead letters again', async () => (await dead()).length >= 4);
  for (const allow of undo) await allow();
  expect(told('Events failed for good: see the dead letters')).toBeGreaterThan(0);
});

test('a database that is silent, and one that is gone', async () => {
  const { proxy, server, reader } = canary;
  const inTrouble = async (): Promise<void> => {
    const number = encodeURIComponent(`+1${WORDS.number}`);
    const statuses = await Promise.all([
      deliver(someCall()),
      operate('/internal/apps', { name: WORDS.name }),
      ask(`${server.url}/api/calls?number=${number}`, reader).then(({ status }) => status),
      ask(`${server.url}/readyz`).then(({ status }) => status),
    ]);
    expect(statuses).toEqual([503, 503, 503, 503]);
  };
  proxy.blackHole();
  await inTrouble();
  await proxy.close();
  await inTrouble();
});

test('nothing of all that is in the log, the metrics or a problem', async () => {
  const { stderr, shown, records } = await canary.finish();
  expect({ stderr, shown }).toEqual({ stderr: '', shown: [] });
  expect(JSON.stringify(records)).not.toMatch(/raw_\w{12}_\w|forged|\\u001b|\\[rn]|\u2028/);
  const codes = new Set(canary.problems.map((text) => /"code":"([\w-]+)"/.exec(text)?.[1]));
  expect(codes).toEqual(new Set(['not-ready', 'temporarily-unavailable']));
});

test('a start that fails says what is wrong and not what was given', async () => {
  const secret = 'no-operator-should-see-this-secret-text';
  const { databaseUrl, folder } = canary.stage;
  const wrongPassword = new URL(databaseUrl);
  wrongPassword.password = secret;
  const wrong: readonly Readonly<Record<string, string>>[] = [
    { DATABASE_URL: wrongPassword.href },
    { DATABASE_URL: `postgres://cti:${secret}@127.0.0.1:1/cti` },
    { ENCRYPTION_KEYS: secret },
    { KEY_PEPPER: secret },
    {
      DATABASE_URL: `mysql://cti:${secret}@127.0.0.1/cti`,
      INTERNAL_API_SECRET: secret.slice(0, 31),
      PORT: secret,
      CORS_ORIGINS: `https://cti:${secret}@crm.example`,
      PUBLIC_URL: `ftp://${secret}`,
    },
  ];
  for (const given of wrong) {
    const settings = { DATABASE_URL: databaseUrl, ...testSecrets, LOG_LEVEL: 'debug' };
    const ended = await runToItsEnd({ folder, environment: { ...settings, ...given } });
    const output = ended.stdout + ended.stderr;
    expect(ended.code).toBeGreaterThan(0);
    const canaries = { ...canary.canaries, secret: secret.slice(0, 31) };
    expect(canariesIn(output, canaries)).toEqual([]);
  }
});
