import type { DialpadWebhook } from '../domain/dialpad.ts';
import type { DialpadId } from '../domain/scalars.ts';
import type { OpenDialpad } from '../ports/dialpad-client.ts';
import type { DialpadOAuth } from '../ports/dialpad-oauth.ts';

type InterruptedMethod =
  | 'createWebhook'
  | 'createSubscription'
  | 'exchange'
  | 'refresh'
  | 'deauthorize';

/** A client of Dialpad and its OAuth, with a Dialpad of one company behind it that nobody else uses. */
export interface DialpadSubject {
  readonly open: OpenDialpad;
  readonly oauth: DialpadOAuth;
  /** Of an administrator, with every scope. */
  readonly token: string;
  /** The same without `calls:list` and `recordings_export`. */
  readonly limitedToken: string;
  /** What a person does who agrees: the code that comes to the redirect URI of an `authorizeUrl`. */
  agree(authorizeUrl: string): Promise<string>;

  /** As they stand at Dialpad. */
  webhooks(): Promise<readonly DialpadWebhook[]>;
  /** Ids, of every kind. */
  subscriptions(): Promise<readonly DialpadId[]>;
  /** So many more calls, or more than that, have ended within the last day: their ids. */
  concludeCalls(atLeast: number): Promise<readonly DialpadId[]>;
  /** A call with a transcript, which has so many lines of speech. */
  transcribedCall(): Promise<{ readonly callId: DialpadId; readonly speech: number }>;
  /** A link of a recording, and its bytes. */
  recording(): Promise<{ readonly url: string; readonly size: number }>;

  /** Requests of this method that Dialpad has had. */
  asked(method: InterruptedMethod): Promise<number>;
  /** The next request of this method has no usable answer, though it was carried out, or was not. */
  interrupt(method: InterruptedMethod, end: 'unclear-done' | 'unclear-not-done'): void;
  /** The next requests, so many and whatever they are, have no usable answer and are not carried out. */
  trouble(requests: number): void;
  close(): Promise<void>;
}
