import type { DialpadFor } from '@dialpad-cti/core';
import { createMemoryDialpad, createMemoryStorage } from '@dialpad-cti/core/memory';
import { answered, openApp, sampleAct } from '@dialpad-cti/core/testing';
import { describe, expect, test } from 'vitest';

import { createStandInAccess } from './create-stand-in-access.ts';
import { onlySetUpThere } from './only-set-up-there.ts';

const BEFORE = Date.UTC(2026, 8, 1);
const PUBLIC = 'https://cti.example.com/webhooks/dialpad';

/** What an earlier start, by another Dialpad, left behind; `start` begins the one with a stand-in. */
function openBefore() {
  const clock = { time: BEFORE };
  const now = () => clock.time;
  const storage = createMemoryStorage({ now });
  const { connectionStore, webhookRegistry: registry } = storage;
  const dialpad = createMemoryDialpad({ now, tokenLifetimeS: null });
  const tokens = dialpad.issueTokens();
  let hooks = 0;

  return {
    dialpad,
    newApp: async () => (await openApp(storage)).appId,
    connect: (appId: string) => {
      const owner = { companyId: '1', userId: '2', officeId: '3', scopes: [] };
      // As those of another Dialpad are: this one does not know them.
      const given = { accessToken: 'access', refreshToken: 'refresh', expiresIn: 3600 };
      return answered(connectionStore.putConnection({ ...owner, appId, tokens: given }, sampleAct));
    },
    state: async (appId: string) => (await answered(connectionStore.connection(appId)))?.state,
    register(appId: string, baseUrl: string) {
      hooks += 1;
      const intent = { hookId: `hook ${hooks}`, appId, baseUrl, secret: 's', wanted: [] };
      return answered(registry.begin(intent, sampleAct));
    },
    wait: (ms: number) => {
      clock.time += ms;
    },
    start() {
      clock.time += 3_600_000;
      const access = createStandInAccess({
        connectionStore,
        registry,
        oauth: dialpad.oauth,
        open: dialpad.open,
        staticKey: tokens.accessToken,
        now,
        random: () => 0,
        publish: () => {},
      });
      const setUp = () => ({ webhooks: dialpad.webhooks() });
      return { access, compared: onlySetUpThere(access.dialpadFor, { registry, setUp }) };
    },
  };
}

const reaches = (dialpadFor: DialpadFor, appId: string): Promise<string> =>
  dialpadFor(appId)
    .andThen((client) => client.me())
    .match(
      () => 'the stand-in',
      ({ kind }) => kind,
    );

describe('a stand-in that takes the place of Dialpad', () => {
  test('is there for apps that another one never had', async () => {
    const before = openBefore();
    const [plain, local] = [await before.newApp(), await before.newApp()];
    await before.register(local, 'http://127.0.0.1:4000/webhooks/dialpad');
    const { access } = before.start();
    const later = await before.newApp();
    await before.register(later, PUBLIC);
    for (const appId of [plain, local, later]) {
      expect(await reaches(access.dialpadFor, appId)).toBe('the stand-in');
    }
  });

  test('is kept from those that were set up or connected at another one', async () => {
    const before = openBefore();
    const [registered, connected] = [await before.newApp(), await before.newApp()];
    await before.register(registered, PUBLIC);
    await before.connect(connected);
    const { access } = before.start();
    for (const appId of [registered, connected]) {
      expect(await reaches(access.dialpadFor, appId)).toBe('dialpad-not-connected');
    }
  });

  test('is not asked for tokens in the place of those that another one gave', async () => {
    const before = openBefore();
    const appId = await before.newApp();
    await before.connect(appId);
    const { access } = before.start();
    expect(await answered(access.refreshDue())).toEqual({ refreshed: 0, failed: [] });
    expect(await before.state(appId)).toBe('connected');
    expect(before.dialpad.asked()).toEqual([]);

    const other = await before.newApp();
    await before.connect(other);
    before.wait(3_600_000);
    await answered(access.refreshDue());
    expect(await before.state(other)).toBe('reauthorisation_needed');
    expect(await before.state(appId)).toBe('connected');
  });

  test('is compared with what came in for those alone that it sends to', async () => {
    const before = openBefore();
    const [set, unset] = [await before.newApp(), await before.newApp()];
    const { compared } = before.start();
    for (const appId of [set, unset]) await before.register(appId, PUBLIC);
    expect(await reaches(compared, set)).toBe('dialpad-not-connected');
    before.dialpad.addWebhook({ hookUrl: `${PUBLIC}/hook 1`, secret: null });
    expect(await reaches(compared, set)).toBe('the stand-in');
    expect(await reaches(compared, unset)).toBe('dialpad-not-connected');
  });
});
