import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { ConfigError, readConfig } from './read-config.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dialpad-cti-config-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const secretsFile = (): string => join(dataDir, 'secrets.json');
const key = (fill: string): string => Buffer.alloc(32, fill).toString('base64');
const production = () => ({
  NODE_ENV: 'production',
  DATA_DIR: dataDir,
  DATABASE_URL: 'postgres://cti@db.example.com/cti?sslmode=verify-full',
  INTERNAL_API_SECRET: 'Zk3v9QpL7xWm2RtY8nBc5HdJ4gFs6AeU',
  DIALPAD_WEBHOOK_SECRET: 'wX4mT9bVq2LrK7zHn5CyP8dJ3gFs6AeU',
  ENCRYPTION_KEYS: key('k'),
  KEY_PEPPER: 'pQ8rS2tU5vW9xY3zA6bC1dE4fG7hJ0kL',
});
const messageOf = (given: Readonly<Record<string, string>>): Promise<string> =>
  readConfig(given).then(
    () => 'no fault',
    (error: Error) => error.message,
  );

describe('in development', () => {
  test('nothing needs to be given', async () => {
    const config = await readConfig({ DATA_DIR: dataDir });
    expect(config).toMatchObject({
      mode: 'development',
      port: 4000,
      host: '127.0.0.1',
      publicUrl: null,
      databaseUrl: null,
      defaultAppId: null,
      drainDelayMs: 0,
      warnings: [],
    });
    expect([...config.roles]).toEqual(['ingest', 'worker', 'api']);
    expect(config.secrets.internalApiSecrets[0].length).toBeGreaterThanOrEqual(32);
    expect(config.secrets.encryptionKeys[0].length).toBeGreaterThanOrEqual(32);
  });

  test('the secrets are made once and kept for their owner alone', async () => {
    const [left, right] = await Promise.all([
      readConfig({ DATA_DIR: dataDir }),
      readConfig({ DATA_DIR: dataDir }),
    ]);
    const later = await readConfig({ DATA_DIR: dataDir });
    expect(right.secrets).toEqual(left.secrets);
    expect(later.secrets).toEqual(left.secrets);
    expect((await stat(secretsFile())).mode & 0o777).toBe(0o600);
  });

  test('a given secret goes before the kept one', async () => {
    const INTERNAL_API_SECRET = 'x'.repeat(32);
    const { secrets } = await readConfig({ DATA_DIR: dataDir, INTERNAL_API_SECRET });
    expect(secrets.internalApiSecrets).toEqual([INTERNAL_API_SECRET]);
  });

  test('a damaged secrets file is left alone', async () => {
    await writeFile(secretsFile(), '{"internal_api_secret"');
    expect(await messageOf({ DATA_DIR: dataDir })).toContain('damaged');
    expect(await readFile(secretsFile(), 'utf8')).toBe('{"internal_api_secret"');
  });

  test('an empty variable counts as missing, and white space around a value as nothing', async () => {
    const config = await readConfig({
      DATA_DIR: dataDir,
      PORT: '  ',
      HOST: '',
      LOG_LEVEL: ' warn ',
    });
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', logLevel: 'warn' });
  });
});

describe('in production', () => {
  test('everything that is needed is taken from the environment', async () => {
    const config = await readConfig({
      ...production(),
      INTERNAL_API_SECRET_NEXT: 'Ty7uW4xZ1aB8cD5eF2gH9jK6lM3nP0qR',
      ENCRYPTION_KEYS: `${key('n')}, ${key('k')}`,
      PUBLIC_URL: 'https://cti.example.com/',
    });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      publicUrl: 'https://cti.example.com',
      drainDelayMs: 5000,
    });
    expect(config.secrets.internalApiSecrets).toHaveLength(2);
    expect(config.secrets.encryptionKeys).toEqual([key('n'), key('k')]);
  });

  test('a proxy that nobody told of is pointed out', async () => {
    const warningsOf = async (given: Readonly<Record<string, string>>) =>
      (await readConfig({ ...production(), ...given })).warnings.join();
    const PUBLIC_URL = 'https://cti.example.com';
    expect(await warningsOf({ PUBLIC_URL })).toContain('TRUSTED_PROXY_HOPS');
    expect(await warningsOf({ PUBLIC_URL, TRUSTED_PROXY_HOPS: '1' })).toBe('');
    expect(await warningsOf({ PUBLIC_URL: 'http://cti.internal:4000' })).toBe('');
  });

  test('nothing is made up', async () => {
    const message = await messageOf({ NODE_ENV: 'production', DATA_DIR: dataDir });
    for (const name of ['DATABASE_URL', 'INTERNAL_API_SECRET', 'ENCRYPTION_KEYS', 'KEY_PEPPER']) {
      expect(message).toContain(`${name} is missing`);
    }
    await expect(stat(secretsFile())).rejects.toThrow('ENOENT');
  });

  test('a secret may hold a comma, and is one for all that', async () => {
    const INTERNAL_API_SECRET = `${production().INTERNAL_API_SECRET},aa`;
    expect(await messageOf({ ...production(), INTERNAL_API_SECRET })).toBe('no fault');
  });

  test.each([
    ['INTERNAL_API_SECRET', 'change-me-change-me-change-me-change-me'],
    ['ENCRYPTION_KEYS', `${key('k')}, ${'ab'.repeat(20)}`],
    ['KEY_PEPPER', 'example-pepper-example-pepper-example'],
  ])('a %s that anybody can guess is none', async (name, value) => {
    const message = await messageOf({ ...production(), [name]: value });
    expect(message).toContain(`${name} looks like a placeholder`);
    expect(message).not.toContain(value);
  });

  test('a database on another machine is spoken to over verified TLS, unless that is not meant', async () => {
    const at = (query: string, given = {}) =>
      messageOf({
        ...production(),
        ...given,
        DATABASE_URL: `postgres://db.example.com/cti${query}`,
      });
    expect(await at('')).toBe('no fault');
    expect(await at('?sslmode=verify-full')).toBe('no fault');
    expect(await at('?sslmode=disable')).toContain('DATABASE_URL');
    expect(await at('?sslmode=no-verify')).toContain('DATABASE_URL');
    const allowed = { DATABASE_ALLOW_UNVERIFIED: 'true' };
    expect(await at('?sslmode=disable', allowed)).toBe('no fault');
  });
});

describe('a fault', () => {
  const faults: readonly (readonly [string, string])[] = [
    ['PORT', '65536'],
    ['PORT', '4e3'],
    ['NODE_ENV', 'canary'],
    ['PUBLIC_URL', 'ftp://canary'],
    ['PUBLIC_URL', 'https://x/?canary=1'],
    ['DATABASE_URL', 'canary'],
    ['DATABASE_URL', 'postgres://cti:100%canary@db.example.com/cti'],
    ['INTERNAL_API_SECRET', `with a space ${'x'.repeat(32)}`],
    ['ENCRYPTION_KEYS', 'canary'],
    ['ENCRYPTION_KEYS', `${'A'.repeat(44)},canary`],
    ['DATABASE_ALLOW_UNVERIFIED', 'canary'],
    ['KEY_PEPPER', 'canary'],
    ['ROLES', 'canary'],
    ['DIALPAD_DEFAULT_APP_ID', 'canary'],
    ['WEBHOOK_TIMEOUT_MS', '5000'],
    ['CORS_ORIGINS', 'https://canary.example.com/'],
    ['CORS_ORIGINS', 'https://CANARY.example.com'],
    ['CORS_ORIGINS', '*'],
    ['RATE_LIMIT_PER_KEY', '-1'],
    ['RATE_LIMIT_STORE', 'canary'],
    ['TRUSTED_PROXY_HOPS', '11'],
    ['OPS_PORT', '70000'],
    ['RETRY_FIRST_MS', '0.5'],
  ];
  for (const [name, value] of faults) {
    test(`of ${name} is named, its value ${value} is not`, async () => {
      const message = await messageOf({ DATA_DIR: dataDir, [name]: value });
      expect(message).toMatch(new RegExp(`^ {2}${name} `, 'm'));
      expect(message).not.toContain(value);
    });
  }

  test('of two servers on one port is one, unless each takes any free one', async () => {
    const at = (PORT: string) => messageOf({ DATA_DIR: dataDir, PORT, OPS_PORT: PORT });
    expect(await at('4000')).toContain('OPS_PORT must be another one');
    expect(await at('0')).toBe('no fault');
  });

  test('does not hide another', async () => {
    const rejected = readConfig({ PORT: 'x', LOG_LEVEL: 'x', NODE_ENV: 'production' });
    await expect(rejected).rejects.toThrow(ConfigError);
    await expect(rejected).rejects.toThrow(/PORT.*LOG_LEVEL.*KEY_PEPPER/s);
  });
});

describe('what guards the server', () => {
  test('has limits of its own unless it is given others', async () => {
    const given = await readConfig({
      DATA_DIR: dataDir,
      RATE_LIMIT_PER_KEY: '7',
      CORS_ORIGINS: 'https://crm.example.com, http://localhost:5173',
      MAX_CONNECTIONS_PER_ADDRESS: '9',
    });
    expect(given.limits.app).toEqual({ name: 'app', quota: 7, windowSeconds: 60 });
    expect(given.limits.operatorFailures.quota).toBe(20);
    expect(given.corsOrigins).toEqual(['https://crm.example.com', 'http://localhost:5173']);
    expect(given.sockets.maxConnectionsPerAddress).toBe(9);
    expect(given.opsPort).toBeNull();
  });

  test('leaves the number of connections of one address open behind proxies', async () => {
    const alone = await readConfig({ DATA_DIR: dataDir });
    const behind = await readConfig({ DATA_DIR: dataDir, TRUSTED_PROXY_HOPS: '1' });
    expect(alone.sockets.maxConnectionsPerAddress).toBe(200);
    expect(behind.sockets.maxConnectionsPerAddress).toBeUndefined();
  });

  test('counts in the database when the work is split over processes', async () => {
    const storeOf = async (given: Readonly<Record<string, string>>) =>
      (await readConfig({ DATA_DIR: dataDir, ...given })).limitsStore;
    expect(await storeOf({})).toBe('memory');
    expect(await storeOf({ ROLES: 'api' })).toBe('postgres');
    expect(await storeOf({ ROLES: 'api', RATE_LIMIT_STORE: 'memory' })).toBe('memory');
  });
});

test('a misspelt name is pointed out, with the one that is meant', async () => {
  const { warnings } = await readConfig({
    DATA_DIR: dataDir,
    DATABSE_URL: 'x',
    DIALPAD_API_KEY: 'x',
    DIALPAD_ENVIRONMENT: 'sandbox',
    DIALPAD_COLOUR: 'x',
    PATH: 'x',
  });
  expect(warnings).toEqual([
    'DATABSE_URL is not a setting; is DATABASE_URL meant?',
    'DIALPAD_COLOUR is not a setting.',
  ]);
});
