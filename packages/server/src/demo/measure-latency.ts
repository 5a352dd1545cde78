import { exampleEvent } from '../screen/example-event.ts';
import { signEvent } from '../signing/sign-event.ts';
import type { ApiClient, Tenant } from './api-client.ts';

export interface LatencyOptions {
  readonly client: ApiClient;
  readonly tenant: Tenant;
  readonly newId: () => number;
  readonly rounds: number;
  /** Epoch ms: when the calls ended. */
  readonly now: number;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** In ms, from the moment an event is answered (and so stored) to its call in the API. */
export async function measureLatency(options: LatencyOptions): Promise<Latency> {
  const times: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) times.push(await measureOne(options));
  const sorted = times.toSorted((left, right) => left - right);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

const PATIENCE_MS = 10_000;

async function measureOne({ client, tenant, newId, now }: LatencyOptions): Promise<number> {
  const callId = newId();
  const token = signEvent({ ...exampleEvent(now), call_id: callId }, tenant.hookSecret);
  const status = await client.deliver(tenant.hookId, token);
  if (status !== 200) throw new Error(`An event was answered ${status}.`);
  const begunAt = performance.now();
  for (;;) {
    const answer = await client.get(`/api/calls/${callId}`, tenant);
    const elapsed = performance.now() - begunAt;
    if (answer.status === 200) return elapsed;
    if (elapsed > PATIENCE_MS) throw new Error(`A call did not appear within ${PATIENCE_MS} ms.`);
  }
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
