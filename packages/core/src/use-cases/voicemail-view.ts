import type { CallFacts } from '../domain/call-facts.ts';
import { userOf } from '../domain/party.ts';
import type { VoicemailView } from '../domain/voicemail.ts';
import { callVoicemail } from './call-recordings.ts';
import { sidesOf } from './call-view.ts';

/** The voicemail that the facts of a leg prove, or null. */
export function voicemailView(facts: CallFacts): VoicemailView | null {
  const voicemail = callVoicemail(facts);
  if (voicemail === null) return null;
  const { from_number, to_number } = sidesOf(facts.values);
  const { contact, target } = facts.values;
  return {
    dialpad_call_id: facts.callId,
    from_number,
    to_number,
    target: target ?? null,
    user: userOf(target),
    contact: contact ?? null,
    ...voicemail,
  };
}
