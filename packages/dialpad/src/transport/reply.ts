import type { Readable } from 'node:stream';

/** How one request ended. */
export type Reply =
  | Answer
  /** `isSent`: some of it may have reached Dialpad. `status`: of an answer that cannot be used. */
  | {
      readonly kind: 'no-answer';
      readonly isSent: boolean;
      readonly cause: unknown;
    }
  | { readonly kind: 'unusable'; readonly status: number; readonly cause: unknown };

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** Null where there is no such header. */
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** What was asked for as a stream, and is one; then `text` is empty. */
  readonly stream: Readable | null;
}

export interface Message {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Leave the body of a 200 or 206 to be read as it comes. */
  readonly isStream: boolean;
}
