import { createMemoryStorage } from '@dialpad-cti/core/memory';
import { answered, openApp, sampleAct } from '@dialpad-cti/core/testing';
import { expect, test } from 'vitest';

import { createIsKnown } from './create-is-known.ts';

test('Dialpad knows an app by a webhook that we made there, or by its connection', async () => {
  const storage = createMemoryStorage();
  const { webhookRegistry: registry, connectionStore } = storage;
  const isKnown = createIsKnown({ registry, connectionStore });
  // It has a hook that was made by hand.
  const { appId } = await openApp(storage);
  expect(await answered(isKnown(appId))).toBe(false);

  const baseUrl = 'https://cti.example.com/webhooks/dialpad';
  const intent = { hookId: 'hook', appId, baseUrl, secret: 's', wanted: [] };
  await answered(registry.begin(intent, sampleAct));
  expect(await answered(isKnown(appId))).toBe(false);
  await answered(registry.note('hook', { webhookId: '7' }));
  expect(await answered(isKnown(appId))).toBe(true);

  const { appId: connected } = await openApp(storage);
  const tokens = { accessToken: 'a', refreshToken: null, expiresIn: null };
  const owner = { companyId: '1', userId: '2', officeId: '3', scopes: [], tokens };
  await answered(connectionStore.putConnection({ appId: connected, ...owner }, sampleAct));
  expect(await answered(isKnown(connected))).toBe(true);
});
