import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { MessageView } from '../domain/message.ts';
import type { MessageFacts } from '../domain/message-facts.ts';
import { flows } from '../fixtures/index.ts';
import { shuffledAndRepeated, splits } from '../testing/arbitraries/deliveries.ts';
import { messageHistories } from '../testing/arbitraries/message-histories.ts';
import { foldMessage, joinMessages } from './fold-message.ts';
import { mapEvent } from './map-event.ts';
import { messageView } from './message-view.ts';
import { updatesOfMessage } from './updates-of-message.ts';

const RUNS = { numRuns: 1000 };
const histories = messageHistories(9007199254740993n).map((payloads) => payloads.map(factsOf));
const facts = histories.map(fold);

function factsOf(payload: string): MessageFacts {
  const event = mapEvent(payload)._unsafeUnwrap();
  if (event.kind !== 'message') throw new Error(`mapped to ${event.kind}`);
  return event.message;
}

function fold([first, ...others]: readonly MessageFacts[]): MessageFacts {
  if (first === undefined) throw new Error('a message has at least one event');
  return foldMessage([first, ...others]);
}

describe('joining facts', () => {
  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        expect(joinMessages(a, b)).toEqual(joinMessages(b, a));
        expect(joinMessages(joinMessages(a, b), c)).toEqual(joinMessages(a, joinMessages(b, c)));
        expect(joinMessages(a, a)).toEqual(a);
      }),
      RUNS,
    );
  });

  test('gives one record for every order, repetition and batching', () => {
    const deliveries = histories.chain((events) =>
      fc.tuple(fc.constant(events), shuffledAndRepeated(events).chain(splits)),
    );
    fc.assert(
      fc.property(deliveries, ([events, batches]) => {
        expect(fold(batches.map(fold))).toEqual(fold(events));
      }),
      RUNS,
    );
  });

  test('makes only records that keep the contract', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const view = messageView(known);
        expect(MessageView.strict().parse(view)).toEqual(view);
      }),
      RUNS,
    );
  });
});

describe('updates', () => {
  const message = (payload: object) =>
    factsOf(JSON.stringify({ id: 1, event_timestamp: 1788332460390, ...payload }));
  const pending = message({ message_status: 'pending', direction: 'outbound' });
  const delivered = message({ message_status: 'delivered', direction: 'outbound' });

  test('a message is received, sent or updated', () => {
    const inbound = message({ message_status: 'pending', direction: 'inbound' });
    expect(updatesOfMessage(null, inbound)).toEqual(['message.received']);
    expect(updatesOfMessage(null, pending)).toEqual(['message.sent']);
    expect(updatesOfMessage(pending, joinMessages(pending, delivered))).toEqual([
      'message.updated',
    ]);
  });

  test('an event that changes nothing visible makes none', () => {
    expect(updatesOfMessage(delivered, joinMessages(delivered, pending))).toEqual([]);
  });
});

const messageFlows = flows.filter(({ kind }) => kind === 'message');

test.each(messageFlows.map((flow) => [flow.name, flow] as const))('%s', (_name, flow) => {
  const messages = Map.groupBy(
    flow.events.map((payload) => factsOf(JSON.stringify(payload))),
    ({ messageId }) => messageId,
  );
  const folded = [...messages].sort(([a], [b]) => (a < b ? -1 : 1));
  expect(folded.map(([, events]) => messageView(fold(events)))).toEqual(flow.expected.messages);
});
