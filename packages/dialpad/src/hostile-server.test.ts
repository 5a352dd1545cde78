import { createServer } from 'node:net';

import { describe, expect, test } from 'vitest';

import { openDialpadApi } from './open-dialpad-api.ts';
import { inTurn, reset, silent, status, trickle, webhook } from './testing/answers.test.support.ts';
import { listed, TOKENS } from './testing/open-rig.test.support.ts';
import { type Answer, answerJson, openServer } from './testing/open-server.test.support.ts';
import { HOOK, useRigs } from './testing/use-rigs.test.support.ts';

const UNCLEAR = expect.objectContaining({ kind: 'dialpad-unavailable', isUnclear: true });
const CLEAR = expect.objectContaining({ kind: 'dialpad-unavailable', isUnclear: false });
const GRANT = { code: 'a-code', codeVerifier: 'a-verifier', redirectUri: 'https://cti.example/' };
const html = '<!doctype html><title>Anna Smith +15550100</title>';

const { closing, rigOf } = useRigs();

describe('429', () => {
  test('without a time is repeated twice, then tells when', async () => {
    const { client, seen } = await rigOf(status(429), { now: () => 1_000_000 });
    const error = (await client.webhook('1'))._unsafeUnwrapErr();
    expect(error.kind === 'dialpad-rate-limited' && error.retryAt).toBeGreaterThan(1_000_000);
    expect(seen).toHaveLength(3);
  });

  test('with a short time is repeated, also for a create', async () => {
    const answers = inTurn(status(429, '', { 'retry-after': '0' }), webhook);
    const { client, seen } = await rigOf(answers);
    expect((await client.createWebhook(HOOK)).isOk()).toBe(true);
    expect(seen).toHaveLength(2);
  });

  test('with a date is believed', async () => {
    const now = Date.UTC(2026, 8, 1, 12);
    const date = new Date(now + 90_000).toUTCString();
    const { client } = await rigOf(status(429, '', { 'retry-after': date }), { now: () => now });
    expect((await client.webhook('1'))._unsafeUnwrapErr()).toEqual({
      kind: 'dialpad-rate-limited',
      retryAt: now + 90_000,
    });
  });

  test('with a long time holds back the company, all its clients and no other', async () => {
    const answers = inTurn(status(429, '', { 'retry-after': '120' }), webhook);
    const { client, other, seen } = await rigOf(answers, { now: () => 0 });
    const limited = { kind: 'dialpad-rate-limited', retryAt: 120_000 };
    expect((await client.webhook('1'))._unsafeUnwrapErr()).toEqual(limited);
    const next = (await other('one').me())._unsafeUnwrapErr();
    expect(next.kind).toBe('dialpad-rate-limited');
    expect(seen).toHaveLength(1);
    expect((await other('another').webhook('1')).isOk()).toBe(true);
  });
});

describe('trouble', () => {
  const troubles: Readonly<Record<string, Answer>> = {
    500: status(500, html),
    503: status(503),
    reset,
    'no answer': silent,
    'a byte now and then': trickle,
    'a body that is cut off': (_seen, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id":');
      setTimeout(() => response.socket?.destroy(), 5);
    },
  };
  for (const [name, answer] of Object.entries(troubles)) {
    test(`${name}: reads and changes are tried three times, creates and tokens once`, async () => {
      const timeouts = { requestMs: 100 };
      const { client, oauth, seen } = await rigOf(answer, { timeouts });
      const took = () => seen.splice(0).length;
      expect((await client.webhook('1'))._unsafeUnwrapErr()).toEqual(CLEAR);
      expect(took()).toBe(3);
      expect((await client.updateWebhook('1', HOOK))._unsafeUnwrapErr()).toEqual(UNCLEAR);
      expect(took()).toBe(3);
      expect((await client.createWebhook(HOOK))._unsafeUnwrapErr()).toEqual(UNCLEAR);
      expect(took()).toBe(1);
      expect((await oauth.refresh('a-token'))._unsafeUnwrapErr()).toEqual(UNCLEAR);
      expect(took()).toBe(1);
      expect((await oauth.exchange(GRANT))._unsafeUnwrapErr()).toEqual(UNCLEAR);
      expect(took()).toBe(1);
    });
  }

  test('that passes is not told', async () => {
    const { client, seen } = await rigOf(inTurn(reset, status(502), webhook));
    expect((await client.webhook('1'))._unsafeUnwrap().id).toBe('1');
    expect(seen).toHaveLength(3);
  });

  test('is not repeated when time is up', async () => {
    const timeouts = { firstWaitMs: 1_000, repeatWithinMs: 900 };
    const { client, seen } = await rigOf(status(500), { timeouts });
    expect((await client.webhook('1'))._unsafeUnwrapErr()).toEqual(CLEAR);
    expect(seen).toHaveLength(1);
  });

  test('before anything was sent is clear, for a create as well', async () => {
    const { url, close } = await openServer(silent);
    await close();
    const api = openDialpadApi({ baseUrl: url, timeouts: { firstWaitMs: 1 } });
    closing.push(api.close);
    const client = api.open({ companyKey: 'one', tokens: TOKENS });
    expect((await client.createWebhook(HOOK))._unsafeUnwrapErr()).toEqual(CLEAR);
    const oauth = api.oauth({ clientId: 'client', clientSecret: 'secret' });
    expect((await oauth.refresh('a-token'))._unsafeUnwrapErr()).toEqual(CLEAR);
  });

  test('a delete that was carried out without an answer is done', async () => {
    const { client } = await rigOf(inTurn(reset, status(404)));
    expect((await client.deleteWebhook('1')).isOk()).toBe(true);
  });

  test('a delete of what was gone before is not found', async () => {
    const { client } = await rigOf(inTurn(status(429), status(404)));
    expect((await client.deleteWebhook('1'))._unsafeUnwrapErr().kind).toBe('dialpad-not-found');
  });

  test('many times in a row: nothing is sent for a while, then one to see', async () => {
    let isDown = true;
    const { client, seen } = await rigOf(
      (one, response) => (isDown ? status(500) : webhook)(one, response),
      { timeouts: { breakMs: 300, repeatWithinMs: 0 } },
    );
    for (let nth = 1; nth <= 10; nth += 1) await client.webhook('1');
    expect(seen).toHaveLength(10);
    expect((await client.createWebhook(HOOK))._unsafeUnwrapErr()).toEqual(CLEAR);
    expect(seen).toHaveLength(10);
    const tried = async () => {
      await client.webhook('1');
      return seen.length;
    };
    await expect.poll(tried).toBe(11);
    isDown = false;
    await expect.poll(async () => (await client.webhook('1')).isOk()).toBe(true);
    expect((await client.webhook('1')).isOk()).toBe(true);
  });
});

describe('answers that are none', () => {
  test.each([
    ['HTML', html],
    ['JSON cut short', '{"id": "1"'],
    ['nothing', ''],
    ['another shape', '{"name": "Anna Smith"}'],
    ['a list', '[]'],
    ['nesting', '['.repeat(200_000)],
  ])('%s: unavailable, asked once, and not quoted', async (_name, body) => {
    const { client, oauth, seen } = await rigOf(status(200, body));
    const errors = [
      (await client.webhook('1'))._unsafeUnwrapErr(),
      (await client.createWebhook(HOOK))._unsafeUnwrapErr(),
      (await client.updateWebhook('1', HOOK))._unsafeUnwrapErr(),
      (await oauth.refresh('a-token'))._unsafeUnwrapErr(),
    ];
    expect(errors).toEqual([CLEAR, UNCLEAR, UNCLEAR, UNCLEAR]);
    expect(JSON.stringify(errors)).not.toMatch(/Anna|doctype/);
    expect(seen).toHaveLength(4);
    expect((await client.deleteWebhook('1')).isOk()).toBe(true);
  });

  test('a call of nesting without an end is unavailable alone, and left out of a list', async () => {
    const deep = `{"call_id":"1","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const alone = await rigOf(status(200, deep));
    expect((await alone.client.call('1'))._unsafeUnwrapErr()).toEqual(CLEAR);
    const list = await rigOf(status(200, `{"items":[${deep},{"call_id":"2"}]}`));
    const found = await listed(list.client.calls({ from: Date.now() - 1_000, to: Date.now() }));
    expect(found.map((one) => one._unsafeUnwrap().callId)).toEqual(['2']);
  });

  test('200 MB are not read', async () => {
    const size = 200 * 1024 * 1024;
    let sent = 0;
    const { client, seen } = await rigOf((_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(256 * 1024, ' ');
      const more = () => {
        while (sent < size && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    expect((await client.webhook('1'))._unsafeUnwrapErr()).toEqual(CLEAR);
    expect(seen).toHaveLength(1);
    expect(sent).toBeLessThan(size / 2);
  });

  test('a redirect is not followed', async () => {
    const elsewhere = await openServer(webhook);
    closing.push(elsewhere.close);
    const headers = { location: `${elsewhere.url}/api/v2/webhooks/1` };
    const { client, oauth } = await rigOf(status(307, '', headers));
    const rejected = { kind: 'dialpad-rejected', status: 307, detail: 'HTTP 307' };
    expect((await client.webhook('1'))._unsafeUnwrapErr()).toEqual(rejected);
    expect((await client.createWebhook(HOOK))._unsafeUnwrapErr()).toEqual(rejected);
    expect((await oauth.refresh('a-token'))._unsafeUnwrapErr()).toEqual(rejected);
    expect(elsewhere.seen).toEqual([]);
  });
});

describe('refusals', () => {
  test('say what Dialpad says, in 300 characters and without what is ours', async () => {
    const { client, oauth } = await rigOf((seen, response) => {
      const message = `${seen.headers.authorization} ${seen.body}\n${'x'.repeat(500)}`;
      answerJson(response, { error: { code: 400, message } }, 400);
    });
    const errors = [
      (await client.createWebhook(HOOK))._unsafeUnwrapErr(),
      (await client.updateWebhook('1', HOOK))._unsafeUnwrapErr(),
      (await oauth.exchange(GRANT))._unsafeUnwrapErr(),
      (await oauth.refresh('a-refresh-token'))._unsafeUnwrapErr(),
    ];
    for (const error of errors) {
      expect(error).toMatchObject({ kind: 'dialpad-rejected', status: 400 });
      expect(JSON.stringify(error)).not.toMatch(
        /nobody-else|secret-of|a-code|a-verifier|a-refresh/,
      );
      expect(error.kind === 'dialpad-rejected' && error.detail.length).toBe(300);
    }
  });

  test.each([
    [400, 'dialpad-rejected'],
    [403, 'dialpad-forbidden'],
    [404, 'dialpad-not-found'],
    [409, 'dialpad-rejected'],
    [413, 'dialpad-rejected'],
    [422, 'dialpad-rejected'],
  ])('%i in HTML is %s', async (code, kind) => {
    const { client, seen } = await rigOf(status(code, html));
    const error = (await client.updateWebhook('1', HOOK))._unsafeUnwrapErr();
    expect(error.kind).toBe(kind);
    expect(JSON.stringify(error)).not.toContain('Anna');
    expect(seen).toHaveLength(1);
  });
});

test('something that is no HTTP at all is unavailable', async () => {
  const server = createServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const api = openDialpadApi({ baseUrl: `http://127.0.0.1:${port}`, timeouts: { firstWaitMs: 1 } });
  const client = api.open({ companyKey: 'one', tokens: TOKENS });
  expect((await client.createWebhook(HOOK))._unsafeUnwrapErr()).toEqual(UNCLEAR);
  await api.close();
  server.close();
});
