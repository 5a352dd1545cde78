import { CallView } from '../../domain/call.ts';
import type { CallFacts } from '../../domain/call-facts.ts';
import { MessageView } from '../../domain/message.ts';
import type { MessageFacts } from '../../domain/message-facts.ts';
import { VoicemailView } from '../../domain/voicemail.ts';
import { callView } from '../../use-cases/call-view.ts';
import { foldCall } from '../../use-cases/fold-call.ts';
import { foldMessage } from '../../use-cases/fold-message.ts';
import { mapEvent } from '../../use-cases/map-event.ts';
import { messageView } from '../../use-cases/message-view.ts';
import { voicemailView } from '../../use-cases/voicemail-view.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { allRows } from './all-rows.ts';

/** All records of an app without the store's envelope, by Dialpad's id. */
export interface Views {
  readonly calls: Readonly<Record<string, CallView>>;
  readonly messages: Readonly<Record<string, MessageView>>;
  readonly voicemails: Readonly<Record<string, VoicemailView>>;
}

/** As the storage gives them. The schemas drop the envelope and check the rest. */
export async function storedViews(
  { recordReader }: Pick<StorageSubject, 'recordReader'>,
  appId: string,
): Promise<Views> {
  const calls = await allRows((page) =>
    recordReader.calls(appId, { ...page, sort: '-started_at' }),
  );
  const messages = await allRows((page) =>
    recordReader.messages(appId, { ...page, sort: '-sent_at' }),
  );
  const voicemails = await allRows((page) =>
    recordReader.voicemails(appId, { ...page, sort: '-received_at' }),
  );
  return {
    calls: byId(calls.map((call) => [call.dialpad_call_id, CallView.parse(call)])),
    messages: byId(messages.map((sms) => [sms.dialpad_message_id, MessageView.parse(sms)])),
    voicemails: byId(voicemails.map((row) => [row.dialpad_call_id, VoicemailView.parse(row)])),
  };
}

/** As the fold of all events gives them, from scratch. */
export function foldedViews(payloads: readonly string[]): Views {
  const calls = new Map<string, [CallFacts, ...CallFacts[]]>();
  const messages = new Map<string, [MessageFacts, ...MessageFacts[]]>();
  for (const payload of payloads) {
    const event = mapEvent(payload)._unsafeUnwrap();
    if (event.kind === 'call') push(calls, event.call.callId, event.call);
    if (event.kind === 'message') push(messages, event.message.messageId, event.message);
  }
  const legs = [...calls].map(([id, facts]) => [id, foldCall(facts)] as const);
  return {
    calls: byId(legs.map(([id, facts]) => [id, callView(facts)])),
    messages: byId([...messages].map(([id, facts]) => [id, messageView(foldMessage(facts))])),
    voicemails: byId(
      legs.flatMap(([id, facts]) => {
        const view = voicemailView(facts);
        return view === null ? [] : [[id, view]];
      }),
    ),
  };
}

/** Sorted, so that a failure shows a small difference. */
function byId<View>(entries: readonly (readonly [string, View])[]): Record<string, View> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function push<Facts>(groups: Map<string, [Facts, ...Facts[]]>, id: string, facts: Facts): void {
  const group = groups.get(id);
  if (group === undefined) groups.set(id, [facts]);
  else group.push(facts);
}
