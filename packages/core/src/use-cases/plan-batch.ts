import type { CallFacts } from '../domain/call-facts.ts';
import type { DialpadEvent, StoredEvent } from '../domain/event.ts';
import { isSame } from '../domain/is-same.ts';
import type { MessageFacts } from '../domain/message-facts.ts';
import type { PlanBatch, RecordChange } from '../ports/event-store.ts';
import { callView } from './call-view.ts';
import { joinCalls } from './fold-call.ts';
import { joinMessages } from './fold-message.ts';
import { mapEvent } from './map-event.ts';
import { messageView } from './message-view.ts';
import { updatesOf } from './updates-of.ts';
import { updatesOfMessage } from './updates-of-message.ts';
import { voicemailView } from './voicemail-view.ts';

/** Reads a batch of events and folds them, each record once. Events without a record are done as they are. */
export const planBatch: PlanBatch = (events) => {
  const calls = gathering('call', joinCalls);
  const messages = gathering('message', joinMessages);
  for (const event of events) {
    const mapped = mappedOf(event);
    if (mapped.kind === 'call') calls.add(event.appId, mapped.call.callId, mapped.call);
    if (mapped.kind === 'message') {
      messages.add(event.appId, mapped.message.messageId, mapped.message);
    }
  }
  return {
    keys: [...calls.keys(), ...messages.keys()],
    fold: (load) => [
      ...calls.changes(load).map(({ appId, before, after }) => callChange(appId, before, after)),
      ...messages
        .changes(load)
        .map(({ appId, before, after }) => messageChange(appId, before, after)),
    ],
  };
};

/** It was mapped once when it came in: a failure now is a bug, and the event waits for a person. */
function mappedOf(event: StoredEvent): DialpadEvent {
  const mapped = mapEvent(event.payload);
  if (mapped.isErr()) throw new Error(`event cannot be mapped: ${mapped.error.kind}`);
  return mapped.value;
}

interface Key<Kind> {
  readonly appId: string;
  readonly kind: Kind;
  readonly dialpadId: string;
}

/** Joins what a batch says of each record, then joins that to what was known. */
function gathering<Kind extends string, Facts>(kind: Kind, join: (a: Facts, b: Facts) => Facts) {
  const news = new Map<string, { readonly key: Key<Kind>; readonly facts: Facts }>();
  return {
    add(appId: string, dialpadId: string, facts: Facts): void {
      const place = `${appId} ${dialpadId}`;
      const known = news.get(place);
      news.set(place, {
        key: known?.key ?? { appId, kind, dialpadId },
        facts: known ? join(known.facts, facts) : facts,
      });
    },
    keys: (): readonly Key<Kind>[] => [...news.values()].map(({ key }) => key),
    changes: (load: (key: Key<Kind>) => Facts | null) =>
      [...news.values()].flatMap(({ key, facts }) => {
        const before = load(key);
        const after = before === null ? facts : join(before, facts);
        return isSame(before, after) ? [] : [{ appId: key.appId, before, after }];
      }),
  };
}

function callChange(appId: string, before: CallFacts | null, after: CallFacts): RecordChange {
  return {
    kind: 'call',
    appId,
    facts: after,
    view: callView(after),
    voicemail: voicemailView(after),
    updates: updatesOf(before, after),
  };
}

function messageChange(
  appId: string,
  before: MessageFacts | null,
  after: MessageFacts,
): RecordChange {
  return {
    kind: 'message',
    appId,
    facts: after,
    view: messageView(after),
    updates: updatesOfMessage(before, after),
  };
}
