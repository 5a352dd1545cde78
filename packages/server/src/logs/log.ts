/**
 * All that a log line may hold beside its message: a field that is not named here
 * cannot be logged. There is none for bodies, headers, query strings and numbers.
 */
export interface LogFields {
  readonly requestId?: string;
  readonly method?: string;
  /** As declared, with its placeholders. */
  readonly route?: string | null;
  readonly status?: number;
  readonly durationMs?: number;
  readonly isAborted?: boolean;
  readonly appId?: string;
  readonly keyId?: string;
  readonly code?: string;
  readonly hook?: string;
  readonly reason?: string;
  /** What kind of thing happened, of `security` lines. */
  readonly event?: string;
  /** Where a request came from: of `security` lines only. */
  readonly address?: string;
  readonly processed?: number;
  readonly failed?: number;
  readonly dead?: number;
  /** How many lines like this one were left out before it. */
  readonly leftOut?: number;
  readonly port?: number;
  readonly signal?: string;
  readonly error?: unknown;
}

export interface Log {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
  readonly fatal: LogLine;
}

/** The message is one of ours, never a text from outside. */
export type LogLine = (message: string, fields?: LogFields) => void;
