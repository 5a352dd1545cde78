import type { BatchReport } from '@dialpad-cti/core';
import { Gauge, type Registry } from '@prometheus-io/client';

export interface OldestDeps {
  readonly registers: Registry[];
  /** Epoch ms. */
  readonly now: () => number;
}

export interface OldestGauge {
  /** The worker is told that something waits. */
  readonly onWake: () => void;
  readonly onBatch: (report: Pick<BatchReport, 'processed' | 'failed' | 'ages'>) => void;
}

/**
 * How long the oldest event that the worker last saw or was told of had waited; while no batch ends,
 * so much longer. A batch that found nothing says that nothing waits.
 */
export function gaugeOldest({ registers, now }: OldestDeps): OldestGauge {
  let seen: { readonly since: number } | null = null;
  const gauge: Gauge = new Gauge({
    name: 'cti_oldest_unprocessed_seconds',
    help: 'How long the oldest event that can be processed has waited, as the worker of this process last saw it.',
    registers,
    collect: () => gauge.set(seen === null ? 0 : Math.max(0, now() - seen.since) / 1000),
  });
  return {
    onWake() {
      seen ??= { since: now() };
    },
    onBatch: ({ processed, failed, ages }) => {
      if (processed + failed === 0) seen = null;
      else if (ages.length > 0) seen = { since: now() - Math.max(...ages) };
    },
  };
}
