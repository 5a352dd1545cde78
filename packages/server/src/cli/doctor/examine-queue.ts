import { z } from 'zod';

import type { Cli } from '../cli.ts';
import { asked } from './asked.ts';
import { type Found, fail, ok, warn } from './finding.ts';

export interface OperatorFound {
  readonly findings: readonly Found[];
  readonly isAccepted: boolean;
}

const Queue = z.object({
  data: z.object({
    pending: z.int(),
    retrying: z.int(),
    dead: z.int(),
    quarantined: z.int(),
    unrouted: z.int(),
    oldest_pending_ms: z.number().nullable(),
  }),
});
type Queue = z.infer<typeof Queue>['data'];

const SLOW_MS = 60_000;

/** Whether the operator's secret opens, and what waits for the worker or for a person. */
export async function examineQueue({
  api,
  name,
}: Pick<Cli, 'api' | 'name'>): Promise<OperatorFound> {
  const answer = await asked(api.get('/internal/queue', 'operator'), Queue);
  if (answer.isErr()) {
    return { isAccepted: false, findings: [fail('operator', answer.error.message)] };
  }
  const queue = answer.value.data;
  return {
    isAccepted: true,
    findings: [
      ok('operator', "the operator's secret is accepted"),
      workerFinding(queue),
      ...heldFindings(queue, name),
    ],
  };
}

function workerFinding({ pending, retrying, oldest_pending_ms: oldestMs }: Queue): Found {
  const counts = `${pending} pending, ${retrying} to be tried again`;
  if (oldestMs === null || oldestMs <= SLOW_MS) return ok('queue', counts);
  return warn(
    'queue',
    `${counts}; the oldest has waited ${Math.round(oldestMs / 1000)} s`,
    'does a process run with the role worker?',
  );
}

const heldFindings = ({ dead, quarantined, unrouted }: Queue, name: string): readonly Found[] =>
  (
    [
      ['dead-letters', dead, 'events failed too often', 'dead-letters list'],
      ['quarantine', quarantined, 'deliveries were refused', 'quarantine list'],
      ['unrouted', unrouted, 'deliveries belong to no app', 'unrouted list'],
    ] as const
  ).map(([check, count, what, words]) =>
    count === 0 ? ok(check, 'none') : warn(check, `${count} ${what}`, `see: ${name} ${words}`),
  );
