import { z } from 'zod';

import { CallVoicemail } from './call.ts';
import { Contact, Target, User } from './party.ts';
import { DialpadId, RecordId, Timestamp } from './scalars.ts';

/** A recorded message left on a call; at most one a leg: see `voicemailView`. */
export const VoicemailView = CallVoicemail.extend({
  dialpad_call_id: DialpadId,
  from_number: z.string().nullable(),
  to_number: z.string().nullable(),
  target: Target.nullable(),
  user: User.nullable(),
  contact: Contact.nullable(),
});
export type VoicemailView = z.infer<typeof VoicemailView>;

/** A voicemail, as client apps see it. */
export const Voicemail = VoicemailView.extend({
  id: RecordId,
  call_id: RecordId.describe('Our id of the call that it was left on.'),
  created_at: Timestamp,
  updated_at: Timestamp,
  version: z.int().min(1),
});
export type Voicemail = z.infer<typeof Voicemail>;
