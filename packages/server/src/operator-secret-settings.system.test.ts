import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runToItsEnd } from './testing/start-server.test.support.ts';
import { makeTestFolder, type TestFolder } from './testing/test-folder.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

const REFUSED = [
  ['empty', 'is missing', ''],
  ['blank', 'is missing', ' '.repeat(40)],
  ['short', 'must have', testSecrets.INTERNAL_API_SECRET.slice(0, 31)],
  ['default-like', 'looks like a placeholder', 'change-me-change-me-change-me-change-me'],
  ['an example', 'looks like a placeholder', 'your-secret-here-with-more-than-32-chars'],
  ['one character', 'looks like a placeholder', 'z'.repeat(40)],
] as const;

const startWith = (settings: Readonly<Record<string, string>>) =>
  runToItsEnd({
    folder: folder.path,
    environment: { DATABASE_URL: 'postgres://cti@127.0.0.1:1/cti', ...settings },
  });

describe('in production no server starts with an operator secret that', () => {
  test('is missing', async () => {
    const { INTERNAL_API_SECRET: _, ...others } = testSecrets;
    const { code, stderr } = await startWith({ ...others, NODE_ENV: 'production' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ {2}INTERNAL_API_SECRET is missing/m);
  });

  test.each(REFUSED)('is %s', async (_, fault, secret) => {
    const given = { ...testSecrets, INTERNAL_API_SECRET: secret, NODE_ENV: 'production' };
    const { code, stdout, stderr } = await startWith(given);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^ {2}INTERNAL_API_SECRET ${fault}`, 'm'));
    expect(stdout).not.toContain('READY');
    if (secret.trim() !== '') expect(stdout + stderr).not.toContain(secret);
  });

  test.each(REFUSED.slice(2))('comes next and is %s', async (_, fault, secret) => {
    const given = { ...testSecrets, INTERNAL_API_SECRET_NEXT: secret, NODE_ENV: 'production' };
    const { code, stdout, stderr } = await startWith(given);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^ {2}INTERNAL_API_SECRET_NEXT ${fault}`, 'm'));
    expect(stdout + stderr).not.toContain(secret);
  });
});

test('a short operator secret is refused outside production as well', async () => {
  const INTERNAL_API_SECRET = testSecrets.INTERNAL_API_SECRET.slice(0, 31);
  const { code, stderr } = await startWith({ ...testSecrets, INTERNAL_API_SECRET });
  expect(code).toBe(2);
  expect(stderr).not.toContain(INTERNAL_API_SECRET);
});
