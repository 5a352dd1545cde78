import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openTestCluster, type TestCluster } from './open-test-cluster.ts';
import { readProcess } from './read-process.ts';
import { withClient } from './with-client.ts';

describe('openTestCluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await openTestCluster();
  });
  afterAll(() => cluster.stop());

  const query = (url: string, text: string): Promise<readonly unknown[]> =>
    withClient(url, async (client) => (await client.query<Record<string, unknown>>(text)).rows);

  const rights = `SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole
                  FROM pg_roles WHERE rolname = current_user`;
  const durability = `SELECT current_setting('fsync') AS fsync,
                             current_setting('synchronous_commit') AS synchronous_commit,
                             current_setting('full_page_writes') AS full_page_writes`;

  test('gives an ordinary role that may create databases and roles', async () => {
    expect(await query(cluster.url, rights)).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreatedb: true, rolcreaterole: true },
    ]);
    await query(cluster.url, 'CREATE DATABASE made_by_tester');
    await query(cluster.url, 'CREATE ROLE made_by_tester');
  });

  test('gives the superuser beside it', async () => {
    expect(await query(cluster.adminUrl, rights)).toMatchObject([{ rolsuper: true }]);
  });

  test('does not wait for the disk', async () => {
    expect(await query(cluster.url, durability)).toEqual([
      { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    ]);
  });

  test('can crash and come back on its port; nothing is lost if it was to be durable', async () => {
    const durable = await openTestCluster({ durable: true });
    try {
      expect(await query(durable.url, durability)).toEqual([
        { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
      ]);
      const database = durable.url.replace(/postgres$/, 'crashing');
      await query(durable.url, 'CREATE DATABASE crashing');
      const bystander = new Client(database);
      await bystander.connect();
      const cut = new Promise((resolve) => bystander.on('error', resolve));
      await query(database, `CREATE TABLE note AS SELECT 'kept' AS body`);

      const { pid } = durable;
      await durable.kill();
      await cut;
      expect(await readProcess(pid)).toBeUndefined();
      await expect(query(database, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

      await durable.restart();
      expect(durable.pid).not.toBe(pid);
      expect(await query(database, 'SELECT body FROM note')).toEqual([{ body: 'kept' }]);
    } finally {
      await durable.stop();
    }
  });

  test('restarts in good order as well', async () => {
    const { pid } = cluster;
    await cluster.restart();
    expect(cluster.pid).not.toBe(pid);
    expect(await query(cluster.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('takes its processes and its folder along when it is stopped', async () => {
    const other = await openTestCluster();
    expect(other.port).not.toBe(cluster.port);
    const { pid, dataDir } = other;
    await other.stop();
    await other.stop();
    expect(await readProcess(pid)).toBeUndefined();
    expect(existsSync(dirname(dataDir))).toBe(false);
  });
});
