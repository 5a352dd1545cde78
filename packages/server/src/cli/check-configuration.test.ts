import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runCli } from '../testing/run-cli.test.support.ts';
import { makeTestFolder, type TestFolder } from '../testing/test-folder.test.support.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

const check = (environment: Readonly<Record<string, string>>, ...words: readonly string[]) =>
  runCli(['config', 'check', ...words], { environment });

describe('config check', () => {
  test('says where each setting comes from, and makes nothing', async () => {
    const DATA_DIR = join(folder.path, 'first');
    const { code, stdout } = await check({ DATA_DIR, PORT: '4321', HOST: ' ' }, '--json');
    expect(code).toBe(0);
    const { settings } = JSON.parse(stdout) as { settings: { name: string; source: string }[] };
    const sources = Object.fromEntries(settings.map(({ name, source }) => [name, source]));
    expect(sources).toMatchObject({
      PORT: 'given',
      HOST: expect.stringContaining('not given'),
      KEY_PEPPER: expect.stringContaining('first start'),
    });
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  test('names every fault and no value, and ends with 2', async () => {
    const bad = { PORT: 'canary', LOG_LEVEL: 'canary', DATA_DIR: folder.path };
    const { code, stderr, stdout } = await check(bad);
    expect(code).toBe(2);
    expect(stderr).toContain('PORT');
    expect(stderr).toContain('LOG_LEVEL');
    expect(stdout + stderr).not.toContain('canary');
    const { error } = JSON.parse((await check(bad, '--json')).stderr) as Record<string, object>;
    expect(error).toMatchObject({ code: 'configuration-invalid' });
  });

  test('wants everything in production', async () => {
    const { code, stderr } = await check({ NODE_ENV: 'production', DATA_DIR: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain('DATABASE_URL is missing');
  });

  test('warns of a name that is probably misspelt', async () => {
    const { code, stdout } = await check({ DATABSE_URL: 'x', DATA_DIR: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain('is DATABASE_URL meant?');
  });

  test('does not make up for secrets that are damaged', async () => {
    await writeFile(join(folder.path, 'secrets.json'), '{');
    const { code, stderr } = await check({ DATA_DIR: folder.path });
    expect(code).toBe(1);
    expect(stderr).toContain('damaged');
  });
});
