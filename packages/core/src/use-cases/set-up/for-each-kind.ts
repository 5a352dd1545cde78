import { err, ok, type Result, ResultAsync } from 'neverthrow';

import type { KindStanding } from './own-subscriptions.ts';
import type { DialpadFault } from './webhook-setup.ts';

export interface DoneForKinds<Value> {
  readonly values: readonly Value[];
  /** The first that concerned one kind alone; null when all of them are done. */
  readonly fault: DialpadFault | null;
}

type Work<Value> = (standing: KindStanding) => ResultAsync<Value, DialpadFault>;

/** What Dialpad refuses of one kind keeps nobody from the others; any other fault ends it. */
export function forEachKind<Value>(
  standings: readonly KindStanding[],
  work: Work<Value>,
): ResultAsync<DoneForKinds<Value>, DialpadFault> {
  return new ResultAsync(oneByOne(standings, work));
}

async function oneByOne<Value>(
  standings: readonly KindStanding[],
  work: Work<Value>,
): Promise<Result<DoneForKinds<Value>, DialpadFault>> {
  const values: Value[] = [];
  let fault: DialpadFault | null = null;
  for (const standing of standings) {
    const done = await work(standing);
    if (done.isOk()) values.push(done.value);
    else if (!OF_ONE_KIND.has(done.error.kind)) return err(done.error);
    else fault ??= done.error;
  }
  return ok({ values, fault });
}

const OF_ONE_KIND: ReadonlySet<DialpadFault['kind']> = new Set([
  'subscription-limit',
  'dialpad-forbidden',
  'dialpad-rejected',
  'dialpad-not-found',
]);
