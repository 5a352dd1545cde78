import { afterEach, describe, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';

let listener: Listener;
afterEach(() => listener.close());

const made = {
  success: true,
  app_id: 'a',
  key_id: 'k',
  name: 'portal',
  api_key: 'raw_k',
  expires_at: null,
  message: 'Key created.',
};

/** An app whose key of that name is as told. */
async function keys(
  words: readonly string[],
  state: string | null,
  replaced: object | null = null,
) {
  listener = await openListener(({ method }) =>
    method === 'GET'
      ? { success: true, data: state === null ? [] : [{ state }] }
      : { ...made, replaced },
  );
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
  return runCli(['keys', ...words], { environment });
}

const asked = () => listener.heard.map(({ method, path }) => `${method} ${path}`);

describe('a key', () => {
  test.each([null, 'revoked', 'expired'])('is made where its name is %s', async (state) => {
    const { code, stdout } = await keys(['create', 'a', '--name', 'portal'], state);
    expect(code).toBe(0);
    expect(stdout).toContain('raw_k');
    expect(stdout).not.toContain('before');
    expect(asked()).toEqual([
      'GET /internal/apps/a/api-key/status?name=portal&limit=1',
      'POST /internal/apps/a/api-key',
    ]);
  });

  test('is not made in the place of another, whose programs would be shut out', async () => {
    const { code, stderr } = await keys(['create', 'a', '--name', 'portal'], 'active');
    expect(code).toBe(2);
    expect(stderr).toContain('rotate');
    expect(asked()).toEqual(['GET /internal/apps/a/api-key/status?name=portal&limit=1']);
  });

  test('needs a name to be made', async () => {
    const { code, stderr } = await keys(['create', 'a'], null);
    expect(code).toBe(2);
    expect(stderr).toContain('--name');
    expect(asked()).toEqual([]);
  });

  test('that is replaced says until when the old one opens', async () => {
    const old = { key_id: 'old', expires_at: '2026-09-01T01:00:00.000Z' };
    const { stdout } = await keys(['rotate', 'a', '--overlap', '3600'], null, old);
    expect(stdout).toContain('old, opens until 2026-09-01T01:00:00.000Z');
    await listener.close();
    expect((await keys(['rotate', 'a'], null)).stdout).toContain('opens nothing now');
    expect(asked()).toEqual(['POST /internal/apps/a/api-key']);
  });
});
