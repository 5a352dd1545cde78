/** What is said of a request: never a body, a query value, a header or an address. */
export interface RequestLog {
  readonly requestId: string;
  readonly method: string;
  /** As declared, e.g. `/api/calls/:id`; null when no route matched. */
  readonly route: string | null;
  readonly status: number;
  readonly durationMs: number;
  /** The client went away before it had the whole answer. */
  readonly isAborted: boolean;
  readonly appId?: string;
  readonly keyId?: string;
  /** The problem's code, when the answer was one. */
  readonly code?: string;
}
