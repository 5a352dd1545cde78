import { err, ok, type Result, ResultAsync } from 'neverthrow';

import { STALE_AFTER_MS } from '../../domain/call.ts';
import type { DialpadError } from '../../ports/dialpad-client.ts';
import type { StoreError } from '../../ports/store-error.ts';
import { askAboutSilent, type SilentCall } from './ask-about-silent.ts';
import type { Reconciliation, ReconciliationDeps, SilentCalls } from './reconciliation.ts';

const ASKED_AGAIN_AFTER_MS = 60 * 60_000;
/** So many times more are looked at where the first cannot be asked about: others must not wait behind them. */
const WIDER = 10;
const MOST_LOOKED_AT = 5_000;

export function createEndSilentCalls(deps: ReconciliationDeps): Reconciliation['endSilentCalls'] {
  /** By app and call: not to be asked about before then, epoch ms. */
  const rests = new Map<string, number>();

  async function endSilentCalls(limit: number): Promise<Result<SilentCalls, StoreError>> {
    const now = deps.now();
    for (const [place, until] of rests) if (until <= now) rests.delete(place);
    /** Apps that cannot be asked for now. */
    const left = new Set<string>();
    let [asked, ended] = [0, 0];
    let error: DialpadError | null = null;

    async function askAll(calls: readonly SilentCall[]): Promise<Result<void, StoreError>> {
      for (const call of calls) {
        if (asked >= limit) break;
        if (rests.has(placeOf(call)) || left.has(call.appId)) continue;
        const answer = await askAboutSilent(deps, call);
        if (answer.isErr()) return err(answer.error);
        const { kind } = answer.value;
        if (kind === 'refused') ({ error } = answer.value);
        if (kind === 'refused' || kind === 'not-connected') left.add(call.appId);
        else if (kind === 'left') rests.set(placeOf(call), now + ASKED_AGAIN_AFTER_MS);
        if (kind !== 'not-connected') asked += 1;
        if (kind === 'ended') ended += 1;
      }
      return ok();
    }

    for (let many = limit + rests.size; ; many = Math.min(many * WIDER, MOST_LOOKED_AT)) {
      const silent = await deps.store.silentCalls(now - STALE_AFTER_MS, many);
      if (silent.isErr()) return err(silent.error);
      const done = await askAll(silent.value);
      if (done.isErr()) return err(done.error);
      if (asked >= limit || silent.value.length < many || many >= MOST_LOOKED_AT) break;
    }
    return ok({ asked, ended, error });
  }

  return (limit) => new ResultAsync(endSilentCalls(limit));
}

function placeOf({ appId, facts }: SilentCall): string {
  return `${appId} ${facts.callId}`;
}
