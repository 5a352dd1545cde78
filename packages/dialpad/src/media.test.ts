import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { inTurn, reset, status, webhook } from './testing/answers.test.support.ts';
import { TOKEN, TOKENS } from './testing/open-rig.test.support.ts';
import { type Answer, openServer } from './testing/open-server.test.support.ts';
import { useRigs } from './testing/use-rigs.test.support.ts';

const { closing, rigOf } = useRigs();

const PATH = '/r/1?x=a%20b';
const LINK = `https://dialpad.com${PATH}`;
const audio: Answer = status(200, 'abcdef', { 'content-type': 'audio/mpeg' });

/** Bytes without end; `sent` counts them. */
function endless() {
  const state = { sent: 0, isLeft: false };
  const answer: Answer = (_seen, response) => {
    response.writeHead(200, { 'content-type': 'audio/wav' });
    response.on('close', () => {
      state.isLeft = true;
    });
    const more = () => {
      while (!response.destroyed) {
        state.sent += CHUNK.length;
        if (!response.write(CHUNK)) return void response.once('drain', more);
      }
    };
    more();
  };
  return { state, answer };
}
const CHUNK = Buffer.alloc(64 * 1024);

async function read(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('audio', () => {
  test('of a link to Dialpad is asked for at the base URL that takes its place', async () => {
    const { client, seen } = await rigOf(audio);
    const media = (await client.media(LINK, 'bytes=0-5'))._unsafeUnwrap();
    expect(media).toMatchObject({ status: 200, contentType: 'audio/mpeg', contentRange: null });
    expect(seen).toMatchObject([
      {
        url: '/r/1?x=a%20b',
        headers: { authorization: `Bearer ${TOKEN}`, range: 'bytes=0-5' },
      },
    ]);
  });

  test('is asked for again in trouble', async () => {
    const { client, seen } = await rigOf(inTurn(reset, status(503), audio));
    expect((await client.media(LINK)).isOk()).toBe(true);
    expect(seen).toHaveLength(3);
  });

  test('that is broken opens no breaker', async () => {
    const { client } = await rigOf((seen, response) =>
      (seen.url.startsWith('/r/') ? status(500) : webhook)(seen, response),
    );
    for (let nth = 1; nth <= 6; nth += 1) expect((await client.media(LINK)).isErr()).toBe(true);
    expect((await client.webhook('1')).isOk()).toBe(true);
  });

  test('behind a redirect to a host that is not named is rejected, and nothing is sent there', async () => {
    const elsewhere = await openServer(audio);
    closing.push(elsewhere.close);
    for (const location of [
      `${elsewhere.url}/r/1`,
      'http://dialpad.com/r/1',
      'file:///etc/hosts',
    ]) {
      const { client } = await rigOf(status(302, '', { location }));
      expect((await client.media(LINK))._unsafeUnwrapErr().kind).toBe('dialpad-rejected');
    }
    expect(elsewhere.seen).toEqual([]);
  });

  test('behind a redirect to Dialpad is fetched without the token, once', async () => {
    const moved = status(302, '', { location: '/elsewhere' });
    const { client, seen } = await rigOf(inTurn(moved, audio));
    expect((await client.media(LINK)).isOk()).toBe(true);
    expect(seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/r/1?x=a%20b', `Bearer ${TOKEN}`],
      ['/elsewhere', undefined],
    ]);
    const { client: moving, seen: seenThere } = await rigOf(moved);
    expect((await moving.media(LINK))._unsafeUnwrapErr().kind).toBe('dialpad-rejected');
    expect(seenThere).toHaveLength(2);
  });

  test('of a link that opens for no token costs no token, and is forbidden', async () => {
    const renewals: string[] = [];
    const tokens = {
      token: () => okAsync('good'),
      renewed: (refused: string) => {
        renewals.push(refused);
        return errAsync({ kind: 'dialpad-unauthorized' } as const);
      },
    };
    const { api, seen } = await rigOf((one, response) =>
      (one.url.startsWith('/r/') ? status(401) : status(200, '{"id":"1"}'))(one, response),
    );
    const media = await api.open({ companyKey: 'one', tokens }).media(LINK);
    const forbidden = { kind: 'dialpad-forbidden', scope: 'recordings_export' };
    expect(media._unsafeUnwrapErr()).toEqual(forbidden);
    expect(renewals).toEqual([]);
    expect(seen.map(({ url }) => url)).toEqual([PATH, '/api/v2/users/me', PATH]);
  });

  test('is fetched with a new token when the token was refused', async () => {
    let token = 'old';
    const tokens = {
      token: () => okAsync(token),
      renewed: () => {
        token = 'new';
        return okAsync(token);
      },
    };
    const { api } = await rigOf((one, response) => {
      if (one.headers.authorization !== 'Bearer new') return status(401)(one, response);
      return (one.url.startsWith('/r/') ? audio : status(200, '{"id":"1"}'))(one, response);
    });
    const client = api.open({ companyKey: 'one', tokens });
    expect((await client.media(LINK)).isOk()).toBe(true);
    const { api: closed } = await rigOf(status(401));
    const without = { token: tokens.token, renewed: TOKENS.renewed };
    const refused = await closed.open({ companyKey: 'one', tokens: without }).media(LINK);
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'dialpad-unauthorized' });
  });

  test('behind a redirect to where nobody may go says nothing of the token', async () => {
    const moved = status(302, '', { location: '/elsewhere' });
    const { client } = await rigOf(inTurn(moved, status(401)));
    const error = (await client.media(LINK))._unsafeUnwrapErr();
    expect(error).toMatchObject({ kind: 'dialpad-rejected', status: 401 });
  });

  test('is not a page, nor a list of errors', async () => {
    for (const type of ['text/html; charset=utf-8', 'application/json', 'application/xhtml+xml']) {
      const { client } = await rigOf(status(200, '<p>', { 'content-type': type }));
      expect((await client.media(LINK))._unsafeUnwrapErr().kind).toBe('dialpad-rejected');
    }
  });

  test('comes as fast as it is read, and no more when it is left', async () => {
    const { state, answer } = endless();
    const { client } = await rigOf(answer);
    const { body } = (await client.media(LINK))._unsafeUnwrap();
    let read = 0;
    let ahead = 0;
    for await (const chunk of body) {
      read += chunk.length;
      ahead = state.sent - read;
      if (read > 20 * CHUNK.length) break;
    }
    // What lies in buffers on the way, and not all that there is.
    expect(ahead).toBeLessThan(64 * 1024 * 1024);
    await expect.poll(() => state.isLeft).toBe(true);
  });

  test('that nobody reads holds no connection for good', async () => {
    const { state, answer } = endless();
    const { client } = await rigOf(answer, { timeouts: { idleMs: 50 } });
    expect((await client.media(LINK)).isOk()).toBe(true);
    await expect.poll(() => state.isLeft).toBe(true);
  });

  test('that breaks off, or goes on no more, rejects', async () => {
    const breaking: Answer = (_seen, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': '100' });
      response.write('abc', () => setTimeout(() => response.socket?.destroy(), 5));
    };
    const stopping: Answer = (_seen, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': '100' }).write('a');
    };
    for (const answer of [breaking, stopping]) {
      const { client } = await rigOf(answer, { timeouts: { idleMs: 100 } });
      const { body } = (await client.media(LINK))._unsafeUnwrap();
      await expect(read(body)).rejects.toMatchObject({ name: expect.any(String) });
    }
  });

  test('has no time-out as long as it comes', async () => {
    const slow: Answer = (_seen, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      let left = 10;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) return void response.write('a');
        clearInterval(timer);
        response.end();
      }, 30);
    };
    const { client } = await rigOf(slow, { timeouts: { requestMs: 100 } });
    const { body } = (await client.media(LINK))._unsafeUnwrap();
    const bytes = await read(body);
    expect(bytes).toHaveLength(9);
  });
});
