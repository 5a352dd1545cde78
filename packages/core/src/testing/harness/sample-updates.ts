import { randomUUID } from 'node:crypto';

import type { Update } from '../../domain/update.ts';
import { mapEvent } from '../../use-cases/map-event.ts';
import { messageRecord } from '../../use-cases/message-record.ts';
import { messagePayload, NOON, numbers } from './payloads.ts';

/** `count` updates of a new app, from position 1. */
export function sampleUpdates(count: number): readonly Update[] {
  const [appId, epoch] = [randomUUID(), randomUUID()];
  return numbers(count).map((position) => {
    const event = mapEvent(messagePayload(position))._unsafeUnwrap();
    if (event.kind !== 'message') throw new Error('the sample is a message');
    const id = randomUUID();
    const facts = event.message;
    return {
      epoch,
      position,
      appId,
      id,
      type: 'message.received',
      at: new Date(NOON).toISOString(),
      data: messageRecord({ id, createdAt: NOON, updatedAt: NOON, version: 1, facts }),
    };
  });
}
