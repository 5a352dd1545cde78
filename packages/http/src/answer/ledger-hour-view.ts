import { type LedgerHour, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

export const LedgerHourView = z.object({
  hour: Timestamp.describe('Its beginning, by our clock.'),
  received: z.int().describe('Events that Dialpad delivered in this hour.'),
  duplicates: z.int().describe('Deliveries that said again what was stored.'),
  recovered: z
    .int()
    .describe("Events taken from Dialpad's list, for calls that started in this hour."),
  inferred: z
    .int()
    .describe('Calls, by their start, that we ended since Dialpad does not know them as live.'),
  unexplained: z
    .array(
      z.object({
        dialpad_call_id: z.string(),
        reason: z
          .enum(['not-listed', 'differs'])
          .describe('`not-listed`: over here, unknown there; `differs`: all was stored, and yet.'),
      }),
    )
    .readonly()
    .describe("Calls, by their start, that are not as Dialpad's list has them."),
  standing: z
    .enum(['verified', 'open', 'unverifiable'])
    .describe(
      "`verified`: Dialpad's list was compared after the hour was over; `open`: not yet; `unverifiable`: we may not read the list (`calls:list`).",
    ),
});
export type LedgerHourView = z.infer<typeof LedgerHourView>;

export function ledgerHourView(hour: LedgerHour): LedgerHourView {
  return {
    hour: hour.hour,
    received: hour.received,
    duplicates: hour.duplicates,
    recovered: hour.recovered,
    inferred: hour.inferred,
    unexplained: hour.unexplained.map(({ dialpadCallId, reason }) => ({
      dialpad_call_id: dialpadCallId,
      reason,
    })),
    standing: hour.standing,
  };
}
