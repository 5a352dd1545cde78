import { expect, test } from 'vitest';
import { openDialpadStage } from './testing/open-dialpad-stage.test.support.ts';
import { ask } from './testing/ask.test.support.ts';

test('x', async () => {
  const s = await openDialpadStage({hasLimits: false});
  const t0 = performance.now();
  const good = await s.start();
  console.log('start', performance.now() - t0);
  for (const n of [1, 10, 20, 100]) {
    const t1 = performance.now();
    const server = await s.start({ isFaulty: true, environment: { CTI_FAULT: `set-up:${n}` } });
    console.log('start', performance.now() - t1);
    const app = await ask(`${good.url}/internal/apps`, { body: { name: 'x' } });
    const path = `/internal/webhooks/create?app_id=${String(app.body['app_id'])}`;
    const t3 = performance.now();
    console.log(n, await ask(server.url + path, { body: {} }).catch((e) => String(e)), performance.now() - t3);
    const t2 = performance.now();
    console.log(await ask(good.url + path, { body: {} }), performance.now() - t2);
    console.log(s.simulator.setUp().webhooks.length, s.simulator.setUp().subscriptions.length);
  }
  console.log(await good.client.list('/internal/audit', 'operator'));
  console.log(s.simulator.requests().length);
  await s.close();
  expect(1).toBe(1);
});
