import { Timestamp, timestampOf } from '@dialpad-cti/core';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';

import { LedgerHourView, ledgerHourView } from '../../answer/ledger-hour-view.ts';
import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import type { RequestInvalid } from '../../http-fault.ts';
import { found } from '../../request/found.ts';
import { AppId, Instant } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 31 * DAY_MS;

const Query = z.object({
  from: Instant.optional().describe('A day before `to` when absent.'),
  to: Instant.optional().describe('Now when absent; at most 31 days after `from`.'),
});

export const getLedgerRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id/ledger',
  operation: 'getLedger',
  tag: 'dialpad',
  auth: 'operator',
  summary: 'What came in each hour, by which way, and whether it is all that there was.',
  params: z.object({ app_id: AppId }),
  query: Query,
  body: { kind: 'none' },
  answers: {
    200: single(z.array(LedgerHourView).readonly()).extend({ from: Timestamp, to: Timestamp }),
  },
  handler: (deps, { params, query }) =>
    windowOf(query, Date.now()).asyncAndThen(({ from, to }) =>
      deps.reconciliationStore
        .ledger(params.app_id, { from, to })
        .andThen(found)
        .map((hours) =>
          success(200, {
            data: hours.map(ledgerHourView),
            from: timestampOf(from),
            to: timestampOf(to),
          }),
        ),
    ),
});

function windowOf(query: z.output<typeof Query>, now: number) {
  const { to = now } = query;
  const { from = to - DAY_MS } = query;
  if (from >= to) return refused('must be before `to`');
  return to - from > LONGEST_MS ? refused('must be at most 31 days before `to`') : ok({ from, to });
}

const refused = (detail: string): Result<never, RequestInvalid> =>
  err({ kind: 'request-invalid', errors: [{ pointer: '/query/from', detail }] });
