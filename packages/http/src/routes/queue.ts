import { z } from 'zod';

import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { defineRoute } from '../route.ts';

const Count = z.int();

const QueueView = z.object({
  pending: Count,
  retrying: Count,
  dead: Count,
  set_aside: Count,
  /** Age of the oldest event that waits for its first attempt; null when none does. */
  oldest_pending_ms: z.number().nullable(),
});

export const queueRoute = defineRoute({
  method: 'GET',
  path: '/internal/queue',
  auth: 'operator',
  summary: 'How many events wait, and how long the oldest has waited.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(QueueView) },
  handler: (deps) =>
    deps.eventStore.queue().map(({ pending, retrying, dead, setAside, oldestPendingMs }) =>
      success(200, {
        data: {
          pending,
          retrying,
          dead,
          set_aside: setAside,
          oldest_pending_ms: oldestPendingMs,
        },
      }),
    ),
});
