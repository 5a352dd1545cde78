import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runToItsEnd, type ServerExit } from './testing/start-server.test.support.ts';
import { makeTestFolder, type TestFolder } from './testing/test-folder.test.support.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

const startWith = (environment: Readonly<Record<string, string>>): Promise<ServerExit> =>
  runToItsEnd({ folder: folder.path, environment });

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://cti:s3cret-canary@127.0.0.1:1/cti',
  INTERNAL_API_SECRET: 'Zk3v9QpL7xWm2RtY8nBc5HdJ4gFs6AeU',
  DIALPAD_WEBHOOK_SECRET: 'wX4mT9bVq2LrK7zHn5CyP8dJ3gFs6AeU',
  ENCRYPTION_KEYS: 'aB3cD4eF5gH6iJ7kL8mN9oP0qR1sT2uV',
  KEY_PEPPER: 'pQ8rS2tU5vW9xY3zA6bC1dE4fG7hJ0kL',
};

describe('a configuration that cannot be used', () => {
  test('is refused in one message that names every fault and no value', async () => {
    const { code, stderr, stdout } = await startWith({
      PORT: '4o00',
      DATABASE_URL: 'mysql://canary-host/db',
      INTERNAL_API_SECRET: 'canary-short',
      ENCRYPTION_KEYS: 'canary-key',
      ROLES: 'api,canary-role',
      LOG_LEVEL: 'canary-level',
    });
    expect(code).toBe(2);
    const names = ['PORT', 'DATABASE_URL', 'INTERNAL_API_SECRET', 'ENCRYPTION_KEYS', 'ROLES'];
    for (const name of [...names, 'LOG_LEVEL']) expect(stderr).toContain(name);
    expect(stdout + stderr).not.toMatch(/4o00|canary/);
    expect(stdout).not.toContain('READY');
  });

  test('is refused in production where something is missing, or empty, or made up', async () => {
    const { code, stderr } = await startWith({
      NODE_ENV: 'production',
      DIALPAD_WEBHOOK_SECRET: '',
      ENCRYPTION_KEYS: ' ',
      INTERNAL_API_SECRET: 'changeme-canary-changeme-canary-changeme',
    });
    expect(code).toBe(2);
    for (const name of [
      'DATABASE_URL',
      'DIALPAD_WEBHOOK_SECRET',
      'ENCRYPTION_KEYS',
      'KEY_PEPPER',
    ]) {
      expect(stderr).toMatch(new RegExp(`^ {2}${name} is missing`, 'm'));
    }
    expect(stderr).toMatch(/^ {2}INTERNAL_API_SECRET looks like a placeholder/m);
    expect(stderr).not.toContain('canary');
  });

  test('is refused in production when it sends passwords to another machine in the clear', async () => {
    const DATABASE_URL = 'postgres://cti:s3cret-canary@db.example.com/cti?sslmode=disable';
    const { code, stderr } = await startWith({ ...PRODUCTION, DATABASE_URL });
    expect(code).toBe(2);
    expect(stderr).toContain('DATABASE_URL');
    expect(stderr).not.toContain('canary');
  });
});

test('a database that does not answer ends the start, and its password stays unsaid', async () => {
  const { code, stdout, stderr } = await startWith(PRODUCTION);
  expect(code).toBe(1);
  expect(stderr).toContain('127.0.0.1');
  expect(stdout + stderr).not.toContain('canary');
});
