import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { keptSecrets } from './kept-secrets.ts';

const kept = {
  internal_api_secret: 'of the operator',
  dialpad_webhook_secret: 'of the plain path',
};
let DATA_DIR: string;
beforeAll(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'dialpad-cti-kept-'));
  await writeFile(join(DATA_DIR, 'secrets.json'), JSON.stringify(kept));
});
afterAll(() => rm(DATA_DIR, { recursive: true }));

test('what a server has kept is for servers on this machine', async () => {
  for (const CTI_URL of ['', 'http://localhost:4001', 'http://127.0.0.1', 'http://[::1]:4000/']) {
    expect((await keptSecrets({ DATA_DIR, CTI_URL })).secrets).toEqual(kept);
  }
  for (const CTI_URL of ['https://cti.example.com', 'http://localhost.example.com', 'nonsense']) {
    expect((await keptSecrets({ DATA_DIR, CTI_URL })).secrets).toBeNull();
  }
});

test('a folder without secrets has none', async () => {
  expect((await keptSecrets({ DATA_DIR: join(DATA_DIR, 'empty') })).secrets).toBeNull();
});
