import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';

import { BackfillView, backfillView } from '../../answer/backfill-view.ts';
import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import type { RequestInvalid } from '../../http-fault.ts';
import { AppId, Instant } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';

const YEAR_MS = 366 * 86_400_000;

export const createBackfillRoute = defineRoute({
  method: 'POST',
  path: '/internal/apps/:app_id/backfills',
  operation: 'createBackfill',
  tag: 'dialpad',
  auth: 'operator',
  summary: "Has Dialpad's list of calls walked for what an outage lost.",
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: {
    kind: 'json',
    schema: z.strictObject({
      from: Instant.describe('Calls that started from then on; at most a year ago.'),
      to: Instant.describe('Calls that started before; not in the future.'),
    }),
  },
  answers: { 201: single(BackfillView).extend({ message: z.string() }) },
  handler: (deps, { params, body, act }) =>
    checked(body, Date.now())
      .asyncAndThen(({ from, to }) =>
        deps.reconciliationStore.addBackfill(
          { appId: params.app_id, reason: 'operator', from, to },
          act,
        ),
      )
      .andTee(deps.onBackfill)
      .map((backfill) =>
        success(201, {
          data: backfillView(backfill),
          message: 'Backfill queued. See how far it has come under its id.',
        }),
      ),
});

interface Window {
  readonly from: number;
  readonly to: number;
}

function checked(window: Window, now: number): Result<Window, RequestInvalid> {
  if (window.from < now - YEAR_MS) return refused('from', 'must lie within the last 366 days');
  if (window.to > now) return refused('to', 'must not lie in the future');
  return window.from < window.to ? ok(window) : refused('to', 'must be after `from`');
}

const refused = (name: string, detail: string): Result<never, RequestInvalid> =>
  err({ kind: 'request-invalid', errors: [{ pointer: `/body/${name}`, detail }] });
