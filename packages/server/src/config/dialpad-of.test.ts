import { describe, expect, test } from 'vitest';

import { readConfig } from './read-config.ts';

const secrets = {
  INTERNAL_API_SECRET: 'i'.repeat(32),
  DIALPAD_WEBHOOK_SECRET: 'd'.repeat(32),
  ENCRYPTION_KEYS: 'e'.repeat(32),
  KEY_PEPPER: 'p'.repeat(32),
};

const read = (environment: Readonly<Record<string, string>>) =>
  readConfig({ ...secrets, ...environment });

describe('which Dialpad', () => {
  test('is the sandbox, unless NODE_ENV or DIALPAD_ENVIRONMENT says otherwise', async () => {
    const hosts = await Promise.all(
      [{}, { NODE_ENV: 'test' }, { DIALPAD_ENVIRONMENT: 'production' }].map(
        async (environment) => (await read(environment)).dialpad.baseUrl,
      ),
    );
    expect(hosts).toEqual([
      'https://sandbox.dialpad.com',
      'https://sandbox.dialpad.com',
      'https://dialpad.com',
    ]);
  });

  test('has an OAuth client of its own, whole or not at all', async () => {
    const client = {
      DIALPAD_SANDBOX_CLIENT_ID: 'client',
      DIALPAD_SANDBOX_CLIENT_SECRET: 'a secret'.replace(' ', '-'),
    };
    expect((await read(client)).dialpad.client).toEqual({
      clientId: 'client',
      clientSecret: 'a-secret',
    });
    expect(
      (await read({ ...client, DIALPAD_ENVIRONMENT: 'production' })).dialpad.client,
    ).toBeNull();
    await expect(read({ DIALPAD_PROD_CLIENT_ID: 'client' })).rejects.toThrow(
      /DIALPAD_PROD_CLIENT_SECRET is missing/,
    );
  });

  test('is reached by https, or on this machine', async () => {
    await expect(read({ DIALPAD_PROD_BASE_URL: 'http://dialpad.example' })).rejects.toThrow(
      /DIALPAD_PROD_BASE_URL must begin with https/,
    );
    await read({ DIALPAD_SANDBOX_BASE_URL: 'http://127.0.0.1:4010' });
  });

  test('gets our callback appended to a bare domain, and any other redirect URI as it is', async () => {
    const uris = await Promise.all(
      ['https://cti.example.com', 'https://cti.example.com/', 'https://cti.example.com/back'].map(
        async (uri) => (await read({ DIALPAD_SANDBOX_REDIRECT_URI: uri })).dialpad.redirectUri,
      ),
    );
    expect(uris).toEqual([
      'https://cti.example.com/auth/dialpad/callback',
      'https://cti.example.com/auth/dialpad/callback',
      'https://cti.example.com/back',
    ]);
    expect((await read({})).dialpad.redirectUri).toBeNull();
  });
});

describe('credentials', () => {
  const prod = { DIALPAD_PROD_CLIENT_ID: 'client', DIALPAD_PROD_CLIENT_SECRET: 'secret' };
  const sandbox = { DIALPAD_SANDBOX_CLIENT_ID: 'client', DIALPAD_SANDBOX_CLIENT_SECRET: 'secret' };
  const key = { DIALPAD_API_KEY: 'key' };
  test.each<[Readonly<Record<string, string>>, RegExp | null]>([
    [{}, null],
    [prod, /^DIALPAD_PROD_CLIENT_ID is not used: DIALPAD_ENVIRONMENT is sandbox\.$/],
    [{ ...prod, ...sandbox }, null],
    [{ ...prod, DIALPAD_ENVIRONMENT: 'production' }, null],
    [{ ...sandbox, DIALPAD_ENVIRONMENT: 'production' }, /^DIALPAD_SANDBOX_CLIENT_ID is not used/],
    [key, /^DIALPAD_ENVIRONMENT is not set: DIALPAD_API_KEY is used at Dialpad's sandbox/],
    [{ ...key, DIALPAD_ENVIRONMENT: 'sandbox' }, null],
    [{ ...key, DIALPAD_ENVIRONMENT: 'production' }, null],
    [{ ...key, DIALPAD_SANDBOX_BASE_URL: 'http://127.0.0.1:4010' }, null],
  ])('%j that go elsewhere than is meant are told', async (environment, said) => {
    const { warnings } = await read(environment);
    expect(warnings).toEqual(said === null ? [] : [expect.stringMatching(said)]);
  });
});

describe('the simulator', () => {
  test('takes its place only where nothing is real', async () => {
    expect((await read({})).simulator).toEqual({ callsPerMinute: 6 });
    const real: readonly Readonly<Record<string, string>>[] = [
      { DIALPAD_API_KEY: 'key' },
      { DIALPAD_SANDBOX_CLIENT_ID: 'client', DIALPAD_SANDBOX_CLIENT_SECRET: 'secret' },
      { DIALPAD_PROD_CLIENT_ID: 'client', DIALPAD_PROD_CLIENT_SECRET: 'secret' },
      { DATABASE_URL: 'postgres://cti@127.0.0.1/cti' },
      { SIMULATOR: 'off' },
    ];
    for (const environment of real) expect((await read(environment)).simulator).toBeNull();
  });
});
