import type { Call } from './call.ts';
import type { Message } from './message.ts';
import type { Voicemail } from './voicemail.ts';

export type CallUpdateType =
  | 'call.ringing'
  | 'call.queued'
  | 'call.connected'
  | 'call.held'
  | 'call.ended'
  | 'call.updated';
export type VoicemailUpdateType = 'voicemail.received' | 'voicemail.updated';
export type MessageUpdateType = 'message.received' | 'message.sent' | 'message.updated';
export type ConnectionUpdateType = 'connection.updated';
export type UpdateType =
  | CallUpdateType
  | VoicemailUpdateType
  | MessageUpdateType
  | ConnectionUpdateType;

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
  readonly data: Call | Voicemail | Message | ConnectionNews;
}

/** What client apps see of the link to Dialpad: whether events can be fetched and set up. */
export interface ConnectionNews {
  readonly state: 'connected' | 'reauthorisation_needed';
  /** RFC 3339. */
  readonly at: string;
}
