import { expect, test } from 'vitest';

import { createMetrics } from './create-metrics.ts';

const report = { failed: 0, dead: 0, updates: [] };

async function samplesOf(metrics: ReturnType<typeof createMetrics>): Promise<readonly string[]> {
  return (await metrics.text()).split('\n').filter((line) => !line.startsWith('#'));
}

test('what is told is counted, under few labels', async () => {
  const metrics = createMetrics({ now: () => 0 });
  const request = { requestId: 'r', durationMs: 3, isAborted: false };
  metrics.onRequest({ ...request, method: 'GET', route: '/api/calls/:id', status: 200 });
  metrics.onRequest({ ...request, method: 'GET', route: '/api/calls/:id', status: 200 });
  metrics.onRequest({ ...request, method: 'BREW', route: null, status: 405 });
  metrics.onDelivery({ hookId: 'abcdefghijklmnopqrstuv', outcome: 'stored' });
  metrics.onDelivery({ hookId: null, outcome: 'hook-not-found' });
  metrics.onSlowHash();
  metrics.onBatch({ ...report, processed: 2, failed: 3, dead: 1, ages: [4, 900] });
  metrics.observer.onFlush(12, 5);
  metrics.observer.onPoolWait('intake', 1);

  expect(await samplesOf(metrics)).toEqual(
    expect.arrayContaining([
      'cti_http_requests_total{method="GET",route="/api/calls/:id",status="200"} 2',
      'cti_http_requests_total{method="other",route="none",status="405"} 1',
      'cti_deliveries_total{hook="abcdef",outcome="stored"} 1',
      'cti_deliveries_total{hook="unknown",outcome="hook-not-found"} 1',
      'cti_slow_hashes_total 1',
      'cti_events_processed_total 2',
      'cti_event_attempts_failed_total 3',
      'cti_dead_letters_total 1',
      'cti_intake_to_visible_seconds_bucket{le="0.005"} 1',
      'cti_intake_to_visible_seconds_count 2',
      'cti_flush_events_bucket{le="20"} 1',
      'cti_pool_wait_seconds_count{pool="intake"} 1',
    ]),
  );
});

test('a value that is not known yet is written as the format has it', async () => {
  const metrics = createMetrics({ now: () => 0 });
  await metrics.text();
  expect(await samplesOf(metrics)).toContain('nodejs_eventloop_lag_mean_seconds NaN');
});

test('the oldest event grows older while no batch ends, and is gone with an empty one', async () => {
  let now = 10_000;
  const metrics = createMetrics({ now: () => now });
  const oldest = async () =>
    (await samplesOf(metrics)).find((line) => line.startsWith('cti_oldest_unprocessed_seconds'));

  expect(await oldest()).toBe('cti_oldest_unprocessed_seconds 0');
  metrics.onBatch({ ...report, processed: 2, ages: [1000, 4000] });
  expect(await oldest()).toBe('cti_oldest_unprocessed_seconds 4');
  now += 2000;
  expect(await oldest()).toBe('cti_oldest_unprocessed_seconds 6');
  metrics.onBatch({ ...report, processed: 0, ages: [] });
  expect(await oldest()).toBe('cti_oldest_unprocessed_seconds 0');
});

test('an event that the worker was told of waits until a batch has ended, also the first one', async () => {
  let now = 10_000;
  const metrics = createMetrics({ now: () => now });
  metrics.onWake();
  now += 3000;
  metrics.onWake();
  expect(await samplesOf(metrics)).toContain('cti_oldest_unprocessed_seconds 3');
  metrics.onBatch({ ...report, processed: 0, ages: [] });
  expect(await samplesOf(metrics)).toContain('cti_oldest_unprocessed_seconds 0');
});

test('hooks beyond a thousand share a label', async () => {
  const metrics = createMetrics({ now: () => 0 });
  for (let hook = 0; hook < 1_100; hook += 1) {
    const hookId = `${String(hook).padStart(6, '0')}ABCDEFGHIJKLMNOP`;
    metrics.onDelivery({ hookId, outcome: 'stored' });
  }
  const lines = (await samplesOf(metrics)).filter((line) => line.startsWith('cti_deliveries'));
  expect(lines).toHaveLength(1_001);
  expect(lines).toContain('cti_deliveries_total{hook="other",outcome="stored"} 100');
});
