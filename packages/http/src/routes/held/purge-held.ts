import { z } from 'zod';

import { foreseenView, HandledView, handledView } from '../../answer/handled-view.ts';
import { success } from '../../answer/success.ts';
import { defineRoute } from '../../route.ts';
import { bulkBody } from './bulk-body.ts';
import type { HeldKind } from './held-kind.ts';
import { selectionOf } from './selection-of.ts';
import { sliceOf } from './slice-of.ts';

export const purgeHeldRoute = (kind: HeldKind) =>
  defineRoute({
    method: 'POST',
    path: `${kind.path}/purge`,
    operation: kind.operations.purge,
    tag: 'events',
    auth: 'operator',
    summary: `Deletes the ${kind.many} that are named with their payloads, for good.`,
    params: z.object({}),
    query: z.object({}),
    body: { kind: 'json', schema: bulkBody(kind) },
    answers: { 200: HandledView },
    handler: ({ eventDesk }, { body, act }) => {
      const selection = selectionOf(kind.state, body);
      return body.dry_run
        ? eventDesk.countHeld(selection).map((count) => success(200, foreseenView('purged', count)))
        : eventDesk
            .purge(selection, sliceOf(body), act)
            .map((handled) => success(200, handledView('purged', handled)));
    },
  });
