import { EventStatusView } from './event-status-view.ts';
import { PayloadView } from './payload-view.ts';
import { single } from './single.ts';

export const ShownEvent = single(
  EventStatusView.extend({
    payload: PayloadView.optional().describe(
      'With `payload=true` only. Of a refused signature it is the token as it came.',
    ),
  }),
);
