import type { Call } from './call.ts';
import type { Message } from './message.ts';
import type { Voicemail } from './voicemail.ts';

export const CALL_UPDATE_TYPES = [
  'call.ringing',
  'call.queued',
  'call.connected',
  'call.held',
  'call.ended',
  'call.updated',
] as const;
export const VOICEMAIL_UPDATE_TYPES = ['voicemail.received', 'voicemail.updated'] as const;
export const MESSAGE_UPDATE_TYPES = [
  'message.received',
  'message.sent',
  'message.updated',
] as const;

export type CallUpdateType = (typeof CALL_UPDATE_TYPES)[number];
export type VoicemailUpdateType = (typeof VOICEMAIL_UPDATE_TYPES)[number];
export type MessageUpdateType = (typeof MESSAGE_UPDATE_TYPES)[number];
export type UpdateType = CallUpdateType | VoicemailUpdateType | MessageUpdateType;

/** A place in an app's order of updates. Positions of one epoch rise by one. */
export interface Position {
  readonly epoch: string;
  readonly position: number;
}

/** One change that client apps see. `data` is the record as it then stood. */
export interface Update extends Position {
  readonly appId: string;
  /** UUID v7. */
  readonly id: string;
  readonly type: UpdateType;
  /** RFC 3339, when the change was committed. */
  readonly at: string;
  readonly data: Call | Voicemail | Message;
}
