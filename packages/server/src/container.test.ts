import { createMemoryStorage } from '@dialpad-cti/core/memory';
import { expect, test } from 'vitest';

import { readConfig } from './config/read-config.ts';
import { createContainer } from './container.ts';
import { ids } from './ids.ts';
import { createLog } from './logs/create-log.ts';
import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import { stop } from './stop.ts';
import { createApiClient } from './testing/api-client.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';

test('the parts fit together: a signed event comes out as a call, and all of it stops in order', async () => {
  const config = await readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    SIMULATOR: 'off',
    INTERNAL_API_SECRET: 'i'.repeat(32),
    DIALPAD_WEBHOOK_SECRET: 'd'.repeat(32),
    ENCRYPTION_KEYS: Buffer.alloc(32, 'e').toString('base64'),
    KEY_PEPPER: 'p'.repeat(32),
  });
  const log = createLog({ level: 'silent', isPretty: false, isColored: false });
  const container = createContainer({ config, log, onProgress: () => {} });
  const events: string[] = [];
  const end = (name: string) => async () => void events.push(name);
  container
    .rebind(ids.database)
    .toDynamicValue(async () => {
      events.push('database opened');
      const place = { url: '', dataDir: '', isRelocated: false };
      return { kind: 'embedded' as const, ...place, stop: end('database stopped') };
    })
    .onDeactivation((database) => database.stop());
  container
    .rebind(ids.storage)
    .toDynamicValue(async (context) => {
      await context.getAsync(ids.database);
      events.push('storage opened');
      return { ...createMemoryStorage(), remarks: {}, onHint: () => {}, end: end('storage ended') };
    })
    .onDeactivation((storage) => storage.end());

  const server = await container.getAsync(ids.server);
  const { port, firstApp } = await server.start();
  const url = `http://127.0.0.1:${port}`;
  const client = createApiClient({ url, operatorSecret: 'i'.repeat(32) });
  if (firstApp === null) throw new Error('There is no first app.');
  const token = signEvent(exampleEvent(Date.now()), firstApp.hookSecret);
  expect(await client.deliver(firstApp.hookId, token)).toBe(200);
  const [app] = await client.list('/internal/apps', 'operator');
  await waitUntilProcessed({ client, appId: String(app?.['app_id']), limitMs: 30_000 });
  expect(await client.list('/api/calls', firstApp)).toMatchObject([{ status: 'ended' }]);

  const faults: unknown[] = [];
  await stop(container, (fault) => void faults.push(fault));
  expect(faults).toEqual([]);
  expect(events).toEqual([
    'database opened',
    'storage opened',
    'storage ended',
    'database stopped',
  ]);
});
