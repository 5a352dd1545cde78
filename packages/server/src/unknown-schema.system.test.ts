import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { runToItsEnd, type ServerExit } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const start = (): Promise<ServerExit> =>
  runToItsEnd({
    folder: stage.folder,
    environment: { ...testSecrets, DATABASE_URL: stage.databaseUrl },
  });

const NEWER = `INSERT INTO schema_migrations (name, run_on) VALUES ('9999_later-release', now())`;

describe('a start does not serve from a database', () => {
  test('that a newer release has migrated', async () => {
    await stage.query(NEWER);
    const { code, stdout, stderr } = await start();
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.not.stringContaining('READY') });
    expect(stderr).toContain('9999_later-release');
  });

  test.each([
    ['that lacks a migration amid others', `DELETE FROM schema_migrations WHERE name ~ '^0003'`],
    ['whose history is lost', 'TRUNCATE schema_migrations'],
    ['whose history has another shape', 'ALTER TABLE schema_migrations RENAME name TO title'],
  ])('%s', async (_, statement) => {
    await stage.query(statement);
    const { code, stdout, stderr } = await start();
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.not.stringContaining('READY') });
    expect(stderr).toContain('cannot be used');
    expect(stderr).not.toContain('\n    at ');
  });
});

test('a server that runs serves on when a newer release migrates', async () => {
  const server = await stage.start();
  await stage.query(NEWER);
  const tenant = await server.client.createTenant('Goes on');
  expect((await server.client.get('/api/calls', tenant)).status).toBe(200);
  expect((await server.client.get('/readyz', tenant)).status).toBe(200);
});
