import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { openFreshDatabase } from './open-fresh-database.ts';
import { openTestCluster, type TestCluster } from './open-test-cluster.ts';
import { withClient } from './with-client.ts';

describe('openFreshDatabase', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await openTestCluster();
    await query(cluster.url, 'CREATE DATABASE dialpad_cti_template');
    await query(templateUrl(), `CREATE TABLE note AS SELECT 'migrated' AS body`);
    vi.stubEnv('TEST_DATABASE_URL', cluster.url);
  });
  afterEach(() => vi.stubEnv('TEST_DATABASE_URL', cluster.url));
  afterAll(async () => {
    vi.unstubAllEnvs();
    await cluster.stop();
  });

  const databaseUrl = (name: string): string => {
    const url = new URL(cluster.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  const templateUrl = (): string => databaseUrl('dialpad_cti_template');

  const query = (url: string, text: string): Promise<readonly unknown[]> =>
    withClient(url, async (client) => (await client.query<Record<string, unknown>>(text)).rows);

  test('copies the migrated template', async () => {
    const fresh = await openFreshDatabase();
    expect(await fresh.query('SELECT body FROM note')).toEqual([{ body: 'migrated' }]);
    await fresh.drop();
  });

  test('is empty without the template', async () => {
    const fresh = await openFreshDatabase({ template: false });
    expect(await query(fresh.url, `SELECT to_regclass('note') AS found`)).toEqual([
      { found: null },
    ]);
    await fresh.drop();
  });

  test('gives each caller its own, also when many ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => openFreshDatabase()));
    expect(new Set(all.map(({ url }) => url)).size).toBe(5);
    await Promise.all(all.map(({ drop }) => drop()));
  });

  test('waits while the template is in use', async () => {
    const user = new Client(templateUrl());
    await user.connect();
    const [fresh] = await Promise.all([
      openFreshDatabase(),
      user.query('SELECT pg_sleep(0.5)').then(() => user.end()),
    ]);
    expect(await query(fresh.url, 'SELECT body FROM note')).toEqual([{ body: 'migrated' }]);
    await fresh.drop();
  });

  test('is dropped together with the connections left to it', async () => {
    const fresh = await openFreshDatabase();
    const left = new Client(fresh.url);
    await left.connect();
    const cut = new Promise((resolve) => left.on('error', resolve));
    await fresh.drop();
    await fresh.drop();
    await cut;
    await expect(query(fresh.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  test('says how to get a cluster when there is none', async () => {
    vi.stubEnv('TEST_DATABASE_URL', '');
    await expect(openFreshDatabase()).rejects.toThrow(/npm test/);
  });

  test('says how to get the template when there is none', async () => {
    await query(cluster.url, 'ALTER DATABASE dialpad_cti_template RENAME TO hidden');
    await expect(openFreshDatabase()).rejects.toThrow(/dialpad_cti_template.*npm test/);
    await query(cluster.url, 'ALTER DATABASE hidden RENAME TO dialpad_cti_template');
  });
});
