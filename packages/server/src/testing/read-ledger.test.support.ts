import { z } from 'zod';

import type { DialpadStage } from './open-dialpad-stage.test.support.ts';

const Ledger = z.object({
  data: z.array(
    z.object({
      hour: z.string(),
      received: z.number(),
      duplicates: z.number(),
      recovered: z.number(),
      inferred: z.number(),
      unexplained: z.array(z.object({ dialpad_call_id: z.string(), reason: z.string() })),
      standing: z.string(),
    }),
  ),
});
type LedgerRow = z.infer<typeof Ledger>['data'][number];

export interface Ledger
  extends Pick<LedgerRow, 'received' | 'duplicates' | 'recovered' | 'inferred'> {
  readonly unexplained: LedgerRow['unexplained'];
  readonly hours: readonly LedgerRow[];
}

/** Of the last day: hour by hour, and all hours together. */
export async function readLedger(
  { operate }: Pick<DialpadStage, 'operate'>,
  appId: string,
): Promise<Ledger> {
  const { body } = await operate('GET', `/internal/apps/${appId}/ledger`);
  const hours = Ledger.parse(body).data;
  const sum = (name: 'received' | 'duplicates' | 'recovered' | 'inferred'): number =>
    hours.reduce((total, hour) => total + hour[name], 0);
  return {
    hours,
    received: sum('received'),
    duplicates: sum('duplicates'),
    recovered: sum('recovered'),
    inferred: sum('inferred'),
    unexplained: hours.flatMap(({ unexplained }) => unexplained),
  };
}
