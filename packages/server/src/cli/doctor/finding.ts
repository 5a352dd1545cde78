/** What one check came to. */
export interface Finding {
  readonly status: 'ok' | 'warn' | 'fail';
  /** What was looked at, such as `server` or `drift`. */
  readonly check: string;
  /** In a sentence. */
  readonly detail: string;
  /** What to do; null when there is nothing to do, or `detail` says it. */
  readonly fix: string | null;
  /** Null: not of one app. */
  readonly app_id: string | null;
}

/** A finding before it is known whose it is. */
export type Found = Omit<Finding, 'app_id'>;

export const ok = (check: string, detail: string): Found => ({
  status: 'ok',
  check,
  detail,
  fix: null,
});

export const warn = (check: string, detail: string, fix: string | null = null): Found => ({
  status: 'warn',
  check,
  detail,
  fix,
});

export const fail = (check: string, detail: string, fix: string | null = null): Found => ({
  status: 'fail',
  check,
  detail,
  fix,
});
