import { clockOf } from '../domain/clock.ts';
import type { MessageFacts, MessageProgress, MessageValues } from '../domain/message-facts.ts';
import { messageRankOf } from '../domain/message-status.ts';
import { isObject, type Payload } from './parse-payload.ts';
import {
  contactOf,
  directionOf,
  idOf,
  knownOf,
  numberOf,
  targetOf,
  textOf,
  timeOf,
  wordOf,
} from './read.ts';

/** What one SMS event says. */
export function messageFactsOf(messageId: string, payload: Payload): MessageFacts {
  const sentAt = timeOf(payload['created_date']);
  const progress = progressOf(payload, timeOf(payload['event_timestamp']) ?? sentAt ?? 0);
  return {
    messageId,
    clock: clockOf(progress.time, progress.rank),
    progress,
    isInternal: payload['is_internal'] === true,
    toNumbers: toNumbersOf(payload),
    sentAt,
    values: valuesOf(payload),
    lateClocks: {},
  };
}

function progressOf(payload: Payload, time: number): MessageProgress {
  const status = wordOf(payload['message_status']) ?? '';
  return {
    rank: messageRankOf(status),
    time,
    status,
    deliveryResult: wordOf(payload['message_delivery_result']),
  };
}

/** Events say `to_number`, mostly as a list; the API says `to_numbers`. */
function toNumbersOf(payload: Payload): readonly string[] {
  const given = [payload['to_number'], payload['to_numbers']].flat();
  return [...new Set(given.map(numberOf).filter((number) => number !== null))].sort();
}

function valuesOf(payload: Payload): Partial<MessageValues> {
  return knownOf<MessageValues>({
    direction: directionOf(payload['direction']),
    fromNumber: numberOf(payload['from_number']),
    text: textOf(payload['text']) ?? textOf(payload['text_content']),
    media: mediaOf(payload['mms_url']),
    target: targetOf(payload['target']),
    contact: contactOf(payload['contact']),
    senderUserId: idOf(payload['sender_id']),
  });
}

function mediaOf(value: unknown): MessageValues['media'] | null {
  const urls = (Array.isArray(value) ? value : [value])
    .map((link) => textOf(isObject(link) ? link['url'] : link))
    .filter((url) => url !== null);
  return urls.length > 0 ? urls.map((url) => ({ url })) : null;
}
