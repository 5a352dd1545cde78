import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openRig, type Rig, type Tenant } from './test-rig/open-rig.test.support.ts';

const ORIGIN = 'https://crm.example.com';

let rig: Rig;
let tenant: Tenant;

beforeAll(async () => {
  rig = await openRig(() => ({ corsOrigins: [ORIGIN, 'http://localhost:5173'] }));
  tenant = await rig.createTenant('Pages');
});
afterAll(() => rig.close());

const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
const readAs = (origin: string | null, path = '/api/calls') =>
  rig.send(path, {
    headers: { 'x-app-api-key': tenant.apiKey, ...(origin === null ? {} : { origin }) },
  });
const preflight = (origin: string, path = '/api/calls') =>
  rig.send(path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-app-api-key',
    },
  });
const exposed = 'RateLimit,RateLimit-Policy,Retry-After,X-Request-Id';

describe('the pages of an origin', () => {
  test.each([
    ['that is named', ORIGIN, true],
    ['that is named with its port', 'http://localhost:5173', true],
    ['that is another', 'https://evil.example', false],
    ['that is null', 'null', false],
    ['that ends like it', 'https://evilcrm.example.com', false],
    ['that begins like it', 'https://crm.example.com.evil.example', false],
    ['in upper case', 'https://CRM.example.com', false],
    ['with a port', 'https://crm.example.com:8443', false],
    ['with another scheme', 'http://crm.example.com', false],
    ['that is not said', null, false],
  ])('%s', async (_, origin, isAllowed) => {
    const answer = await readAs(origin);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('vary')).toBe('Origin');
    expect(corsOf(answer)).toEqual(
      isAllowed
        ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': exposed }
        : {},
    );
  });

  test('are told before they ask, without credentials', async () => {
    const allowed = await preflight(ORIGIN);
    expect(allowed.status).toBe(204);
    expect(corsOf(allowed)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'HEAD,GET',
      'access-control-allow-headers': 'x-app-api-key,content-type',
    });
    expect(corsOf(await preflight('https://evil.example'))).toEqual({});
  });

  test('see problems too', async () => {
    const refused = await rig.send('/api/calls', { headers: { origin: ORIGIN } });
    expect([refused.status, corsOf(refused)['access-control-allow-origin']]).toEqual([401, ORIGIN]);
  });

  test('read nothing but the API', async () => {
    for (const path of ['/internal/apps', '/healthz', '/webhooks/dialpad', '/nothing']) {
      expect(corsOf(await preflight(ORIGIN, path))).toEqual({});
      expect(corsOf(await readAs(ORIGIN, path))).toEqual({});
    }
  });

  test('read nothing at all where no origin is named', async () => {
    const closed = await openRig();
    const answer = await closed.send('/api/calls', { headers: { origin: ORIGIN } });
    expect(corsOf(answer)).toEqual({});
    await closed.close();
  });
});
