import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ApiRig, openApiRig } from '../api-rig.test.support.ts';

const AUDIO = Uint8Array.from({ length: 1_000 }, (_, index) => index % 251);
const PATHS = ['/r/6000000000000001', '/v/6000000000000002', '/blob/adminrecording/7.mp3'];

let rig: ApiRig;

beforeAll(async () => {
  rig = await openApiRig({ hasLimits: false });
  for (const path of PATHS) rig.world.media.set(path, AUDIO);
});
afterAll(() => rig.close());

async function listen(path: string, { range, token = rig.apiKey }: Listen = {}) {
  const answer = await fetch(rig.url + path, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(range === undefined ? {} : { range }),
    },
  });
  const { status, headers } = answer;
  return { status, headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
}
interface Listen {
  readonly range?: string;
  readonly token?: string;
}

describe('media', () => {
  test.each(PATHS)('are bytes at %s', async (path) => {
    const { status, headers, bytes } = await listen(path);
    expect([status, headers.get('content-type'), headers.get('accept-ranges')]).toEqual([
      200,
      'audio/wav',
      'bytes',
    ]);
    expect(bytes).toEqual(AUDIO);
  });

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=990-', 990, 1_000],
    ['bytes=990-5000', 990, 1_000],
    ['bytes=-5', 995, 1_000],
    ['bytes=-5000', 0, 1_000],
  ])('come in part by “%s”', async (range, from, to) => {
    const { status, headers, bytes } = await listen('/r/6000000000000001', { range });
    expect([status, headers.get('content-range')]).toEqual([206, `bytes ${from}-${to - 1}/1000`]);
    expect(bytes).toEqual(AUDIO.subarray(from, to));
  });

  test.each(['bytes=1000-', 'bytes=-0'])('have nothing for “%s”', async (range) => {
    const { status, headers, bytes } = await listen('/r/6000000000000001', { range });
    expect([status, headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    expect(bytes).toHaveLength(0);
  });

  test.each(['bytes=5-2', 'bytes=1-2,4-5', 'lines=1-2', 'bytes=-'])(
    'come whole for “%s”',
    async (range) => {
      const { status, bytes } = await listen('/r/6000000000000001', { range });
      expect([status, bytes.length]).toEqual([200, 1_000]);
    },
  );

  test('want a token with its scope', async () => {
    expect((await listen(PATHS[0] ?? '', { token: rig.limitedApiKey })).status).toBe(403);
    expect((await listen(PATHS[0] ?? '', { token: 'nonsense' })).status).toBe(401);
    expect((await fetch(`${rig.url}${PATHS[0]}`)).status).toBe(401);
    expect((await listen('/r/1')).status).toBe(404);
  });
});
