import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import { ask } from './testing/ask.test.support.ts';
import { dumpTables } from './testing/dump-tables.test.support.ts';
import { secretFinder } from './testing/find-secrets.test.support.ts';
import { type OAuthStage, openOAuthStage } from './testing/open-oauth-stage.test.support.ts';
import { type OwnCluster, openOwnCluster } from './testing/open-own-cluster.test.support.ts';
import { pastRowSecurity } from './testing/past-row-security.test.support.ts';
import { type Planted, plantSecrets } from './testing/plant-secrets.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

const ENVIRONMENT = {
  ROLES: 'ingest,api',
  LOG_LEVEL: 'debug',
  RATE_LIMIT_OPERATOR: '100000',
  RATE_LIMIT_OPERATOR_FAILURES: '1000',
};

let cluster: OwnCluster;
let oauth: OAuthStage;
let server: TestServer;
let planted: Planted;
let find: ReturnType<typeof secretFinder>;
/** Not secret, and stored as the names of apps in the forms that a search must find. */
const decoys = { plain: decoy(), hex: decoy(), base64: decoy() };
beforeAll(async () => {
  cluster = await openOwnCluster();
  oauth = await cluster.within(() => openOAuthStage());
  server = await oauth.start({ environment: ENVIRONMENT });
  await oauth.newApp(decoys.plain);
  await oauth.newApp(Buffer.from(decoys.hex).toString('hex'));
  await oauth.newApp(Buffer.from(`#${decoys.base64}`).toString('base64'));
  planted = await plantSecrets(oauth);
  find = secretFinder({ ...planted.secrets, ...decoys });
});
afterAll(async () => {
  await oauth?.close();
  await cluster?.stop();
});

function decoy(): string {
  return `decoy ${randomBytes(16).toString('base64url')}`;
}

const FOUND = ['base64 (base64)', 'hex (hex)', 'plain (plain)'];

const findings = (bytes: Buffer): readonly string[] => find(bytes).toSorted();

test('a hundred secrets and more are in no table, plain, as hex or as base64', async () => {
  expect(new Set(Object.values(planted.secrets)).size).toBeGreaterThan(150);
  expect(findings(await dumpTables(oauth.stage))).toEqual(FOUND);
});

test('nor in any file of the database, its journal and its log among them', async () => {
  // It writes all that it holds, and starts again on it.
  await cluster.restart();
  const folder = dirname(cluster.dataDir);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const found = new Map<string, readonly string[]>();
  let size = 0;
  for (const { parentPath, name } of files) {
    const bytes = await readIfThere(join(parentPath, name));
    size += bytes.length;
    found.set(join(parentPath, name), findings(bytes));
  }
  expect(size).toBeGreaterThan(30_000_000);
  expect([...new Set([...found.values()].flat())].toSorted()).toEqual(FOUND);
  const holding = [...found].filter(([, names]) => names.length > 0).map(([path]) => path);
  expect(holding.some((path) => path.includes('/base/'))).toBe(true);
  expect(holding.some((path) => path.includes('/pg_wal/'))).toBe(true);
});

/** The database goes on: a file of it may be gone by the time that it is read, and holds nothing then. */
async function readIfThere(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}

test('nor in what the server says, to whom ever', async () => {
  expect(findings(Buffer.from(server.output()))).toEqual([]);
});

test('with a new first key all are sealed anew, and go on to open without the old one', async () => {
  const { ENCRYPTION_KEYS: oldKey } = testSecrets;
  const newKey = randomBytes(32).toString('base64url');
  await server.stop();
  const between = await oauth.start({
    environment: { ...ENVIRONMENT, ENCRYPTION_KEYS: `${newKey},${oldKey}` },
  });
  const rounds: { readonly resealed: number; readonly remaining: number }[] = [];
  while (rounds.at(-1)?.remaining !== 0 && rounds.at(-1)?.resealed !== 0) {
    const { body } = await ask(`${between.url}/internal/secrets/reseal`, { body: { limit: 10 } });
    rounds.push({ resealed: Number(body['resealed']), remaining: Number(body['remaining']) });
  }
  expect(rounds.at(-1)?.remaining).toBe(0);
  expect(rounds.length).toBeGreaterThan(3);
  await between.stop();
  const keyIds = await pastRowSecurity(
    oauth.stage,
    'dialpad_connections',
    `SELECT access_token_key_id AS key_id FROM dialpad_connections
     UNION SELECT refresh_token_key_id FROM dialpad_connections`,
  );
  expect(keyIds).toHaveLength(1);

  const asked = oauth.tap.tokenRequests().length;
  server = await oauth.start({ environment: { ...ENVIRONMENT, ENCRYPTION_KEYS: newKey } });
  for (const [nth, { appId, hookId, hookSecrets }] of planted.apps.entries()) {
    expect((await ask(`${server.url}/internal/apps/${appId}/dialpad`)).status).toBe(200);
    for (const secret of hookSecrets) {
      const event = { call_id: 6_200_000_000_000_000 + nth, state: 'ringing' };
      expect(await server.client.deliver(hookId, signEvent(event, secret))).toBe(200);
    }
  }
  // As they were: none had to be had anew.
  expect(oauth.tap.tokenRequests()).toHaveLength(asked);
  expect(findings(await dumpTables(oauth.stage))).toEqual(FOUND);
});
