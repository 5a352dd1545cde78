import { z } from 'zod';

import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { defineRoute } from '../route.ts';

const Count = z.int();

const QueueView = z.object({
  pending: Count.describe('Events that wait for their first attempt.'),
  retrying: Count.describe('Events that failed, and wait for their next attempt.'),
  dead: Count.describe('Dead letters: events that failed for good.'),
  quarantined: Count.describe('Deliveries that could not become events.'),
  unrouted: Count.describe('Deliveries of which nobody says whose they are.'),
  oldest_pending_ms: z
    .number()
    .nullable()
    .describe('Age of the oldest event that waits for its first attempt; null when none does.'),
  received_per_minute: Count.describe('Events that arrived for the first time in the last minute.'),
  processed_per_minute: Count.describe('Events that were done in the last minute.'),
});

export const queueRoute = defineRoute({
  method: 'GET',
  path: '/internal/queue',
  operation: 'getQueue',
  tag: 'events',
  auth: 'operator',
  summary: 'How many events wait and for what, how long the oldest has waited, and the rates.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(QueueView) },
  handler: (deps) =>
    deps.eventStore.queue().map((queue) =>
      success(200, {
        data: {
          pending: queue.pending,
          retrying: queue.retrying,
          dead: queue.dead,
          quarantined: queue.quarantined,
          unrouted: queue.unrouted,
          oldest_pending_ms: queue.oldestPendingMs,
          received_per_minute: queue.receivedPerMinute,
          processed_per_minute: queue.processedPerMinute,
        },
      }),
    ),
});
