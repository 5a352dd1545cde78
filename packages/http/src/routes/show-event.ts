import type { Act, EventDesk, HeldState } from '@dialpad-cti/core';
import { okAsync } from 'neverthrow';

import { eventStatusView } from '../answer/event-status-view.ts';
import { payloadView } from '../answer/payload-view.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';

interface ShowRequest {
  readonly id: string;
  /** An event in another state is not there. */
  readonly state?: HeldState;
  readonly withPayload: boolean;
  readonly act: Act;
}

/** The payload is given last: what is not shown after all must not be noted as shown. */
export const showEvent = (
  { eventDesk }: { readonly eventDesk: EventDesk },
  { id, state, withPayload, act }: ShowRequest,
) =>
  eventDesk
    .event(id)
    .map((event) => (state === undefined || event?.state === state ? event : null))
    .andThen(found)
    .andThen((event) =>
      withPayload
        ? eventDesk
            .payload(id, act)
            .andThen(found)
            .map((bytes) => ({ ...eventStatusView(event), payload: payloadView(bytes) }))
        : okAsync(eventStatusView(event)),
    )
    .map((data) => success(200, { data }));
