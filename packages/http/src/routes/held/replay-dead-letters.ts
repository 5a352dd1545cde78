import { z } from 'zod';

import { foreseenView, HandledView, handledView } from '../../answer/handled-view.ts';
import { success } from '../../answer/success.ts';
import { defineRoute } from '../../route.ts';
import { bulkBody } from './bulk-body.ts';
import { DEAD_LETTERS } from './held-kind.ts';
import { selectionOf } from './selection-of.ts';
import { sliceOf } from './slice-of.ts';

export const replayDeadLettersRoute = defineRoute({
  method: 'POST',
  path: '/internal/dead-letters/replay',
  operation: 'replayDeadLetters',
  tag: 'events',
  auth: 'operator',
  summary: 'Lets the dead letters that are named wait for their processing again.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'json', schema: bulkBody(DEAD_LETTERS) },
  answers: { 200: HandledView },
  handler: ({ eventDesk }, { body, act }) => {
    const selection = selectionOf('dead', body);
    return body.dry_run
      ? eventDesk.countHeld(selection).map((count) => success(200, foreseenView('replayed', count)))
      : eventDesk
          .replay(selection, sliceOf(body), act)
          .map((handled) => success(200, handledView('replayed', handled)));
  },
});
