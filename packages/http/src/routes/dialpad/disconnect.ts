import type { Disconnected } from '@dialpad-cti/core';
import { z } from 'zod';

import { ConnectionView, connectionView } from '../../answer/connection-view.ts';
import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';

const Answer = single(ConnectionView).extend({
  left_at_dialpad: z
    .array(z.string())
    .readonly()
    .describe(
      'Ids of our webhooks that Dialpad may still post to: it did not let us take them away.',
    ),
  deauthorized: z
    .boolean()
    .describe(
      'Dialpad has taken back what it had granted; false also where that stays for another app, connected by the same person.',
    ),
  message: z.string(),
});

export const disconnectRoute = defineRoute({
  method: 'POST',
  path: '/auth/dialpad/disconnect/:app_id',
  operation: 'disconnectDialpad',
  tag: 'dialpad',
  auth: 'operator',
  summary:
    "Takes an app's webhooks out of Dialpad, gives back what was granted, and forgets the tokens in any case.",
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: Answer },
  asksDialpad: true,
  problems: ['dialpad-not-connected'],
  handler: (deps, { params, act }) =>
    deps.connectApp.disconnect(params.app_id, act).map((disconnected) =>
      success(200, {
        data: connectionView(disconnected.connection),
        left_at_dialpad: disconnected.leftAtDialpad,
        deauthorized: disconnected.isDeauthorized,
        message: messageOf(disconnected),
      }),
    ),
});

function messageOf({ leftAtDialpad, isDeauthorized }: Disconnected): string {
  if (leftAtDialpad.length > 0) {
    return 'Disconnected here. Take away in Dialpad what is left there.';
  }
  return isDeauthorized
    ? 'Disconnected, at Dialpad as well.'
    : 'Disconnected here. What Dialpad granted stays for another app, or Dialpad did not take it back: look there.';
}
