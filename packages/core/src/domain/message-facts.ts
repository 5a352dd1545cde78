import type { Media } from './message.ts';
import type { Contact, Target } from './party.ts';
import type { Registers } from './registers.ts';
import type { Direction } from './scalars.ts';

/** Fields of a message of which the newest known value counts. */
export interface MessageValues {
  readonly direction: Direction;
  readonly fromNumber: string;
  readonly text: string;
  readonly media: readonly Media[];
  readonly target: Target;
  readonly contact: Contact;
  readonly senderUserId: string;
}

/** The furthest that a message got; `deliveryResult` belongs to exactly this step. */
export interface MessageProgress {
  readonly rank: number;
  /** Epoch ms by Dialpad's clock. */
  readonly time: number;
  /** Dialpad's word. */
  readonly status: string;
  readonly deliveryResult: string | null;
}

/** What is known of one message: by one event, or by all of them so far. */
export interface MessageFacts extends Registers<MessageValues> {
  readonly messageId: string;
  readonly progress: MessageProgress;
  readonly isInternal: boolean;
  /** Sorted union. */
  readonly toNumbers: readonly string[];
  /** Earliest seen, epoch ms. */
  readonly sentAt: number | null;
}
