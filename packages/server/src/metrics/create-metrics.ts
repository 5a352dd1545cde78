import type { BatchReport } from '@dialpad-cti/core';
import type { RequestSeen } from '@dialpad-cti/dialpad';
import type { Delivery, RequestLog, SecurityEvent } from '@dialpad-cti/http';
import type { PostgresObserver } from '@dialpad-cti/postgres';
import { Counter, collectDefaultMetrics, Histogram, Registry } from '@prometheus-io/client';

import { createHookLabels } from './create-hook-labels.ts';
import { gaugeOldest } from './gauge-oldest.ts';

/** What this process counts of its own work. Nothing here asks the database. */
export interface Metrics {
  readonly onRequest: (request: RequestLog) => void;
  readonly onDelivery: (delivery: Delivery) => void;
  readonly onSecurityEvent: (event: SecurityEvent) => void;
  readonly onBatch: (report: BatchReport) => void;
  /** The worker is told that something waits. */
  readonly onWake: () => void;
  readonly onDialpadRequest: (request: RequestSeen) => void;
  /** A key was checked against its slow hash. */
  readonly onSlowHash: () => void;
  readonly observer: PostgresObserver;
  /** Prometheus's text format, version 0.0.4. */
  readonly text: () => Promise<string>;
}

export function createMetrics({ now }: { readonly now: () => number }): Metrics {
  const registry = new Registry();
  // The process itself: memory, garbage collection, and how late its event loop is.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'cti_http_requests_total',
    help: 'Answers by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'cti_http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const deliveries = new Counter({
    name: 'cti_deliveries_total',
    help: 'Deliveries by Dialpad, by hook (the first 6 characters of its id) and by what became of them.',
    labelNames: ['hook', 'outcome'],
    registers,
  });
  const security = new Counter({
    name: 'cti_security_events_total',
    help: 'Refused keys, operators and signatures, exceeded quotas, and what operators did.',
    labelNames: ['kind'],
    registers,
  });
  const processed = new Counter({
    name: 'cti_events_processed_total',
    help: 'Events that were folded into records.',
    registers,
  });
  const failed = new Counter({
    name: 'cti_event_attempts_failed_total',
    help: 'Attempts at an event that failed.',
    registers,
  });
  const dead = new Counter({
    name: 'cti_dead_letters_total',
    help: 'Events that failed for good and wait for a person.',
    registers,
  });
  const visible = new Histogram({
    name: 'cti_intake_to_visible_seconds',
    help: 'From the arrival of an event until its record shows it.',
    buckets: SECONDS,
    registers,
  });
  const poolWaits = new Histogram({
    name: 'cti_pool_wait_seconds',
    help: 'How long work waited for a connection to the database.',
    labelNames: ['pool'],
    buckets: SECONDS,
    registers,
  });
  const flushSizes = new Histogram({
    name: 'cti_flush_events',
    help: 'Events that were stored by one commit.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    registers,
  });
  const flushTimes = new Histogram({
    name: 'cti_flush_seconds',
    help: 'How long such a commit took.',
    buckets: SECONDS,
    registers,
  });
  const slowHashes = new Counter({
    name: 'cti_slow_hashes_total',
    help: 'API keys that were checked against their bcrypt hash.',
    registers,
  });
  const dialpadRequests = new Counter({
    name: 'cti_dialpad_requests_total',
    help: 'Requests to Dialpad by endpoint and status; none: no answer came.',
    labelNames: ['method', 'endpoint', 'status'],
    registers,
  });
  const hookLabel = createHookLabels();
  const oldest = gaugeOldest({ registers, now });

  return {
    onRequest: ({ method, route, status, durationMs }) => {
      requests.inc({
        method: METHODS.has(method) ? method : 'other',
        route: route ?? 'none',
        status,
      });
      durations.observe({ route: route ?? 'none' }, durationMs / 1000);
    },
    onDelivery: ({ hookId, outcome }) => deliveries.inc({ hook: hookLabel(hookId), outcome }),
    onSecurityEvent: ({ kind }) => security.inc({ kind }),
    onBatch: (report) => {
      processed.inc(report.processed);
      failed.inc(report.failed);
      dead.inc(report.dead);
      for (const age of report.ages) visible.observe(age / 1000);
      oldest.onBatch(report);
    },
    onWake: oldest.onWake,
    onDialpadRequest: ({ method, endpoint, status }) =>
      dialpadRequests.inc({ method, endpoint, status: status ?? 'none' }),
    onSlowHash: () => slowHashes.inc(),
    observer: {
      onFlush: (events, ms) => {
        flushSizes.observe(events);
        flushTimes.observe(ms / 1000);
      },
      onPoolWait: (pool, ms) => poolWaits.observe({ pool }, ms / 1000),
    },
    // The library writes "Nan", which the format does not know: the loop's delays, right after a scrape.
    text: async () => (await registry.metrics()).replaceAll(/ Nan$/gm, ' NaN'),
  };
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
/** Any other word is the caller's own, and there is no end to those. */
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'DELETE',
  'OPTIONS',
  'PUT',
  'PATCH',
]);
