import type { Answer, Reply } from '../transport/reply.ts';

/** What to make of how a request ended. */
export type Verdict =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly answer: Answer }
  | { readonly kind: 'token-refused'; readonly answer: Answer }
  | { readonly kind: 'too-many'; readonly retryAfter: string | null }
  /** It may pass. `isSent`: some of the request may have reached Dialpad. */
  | { readonly kind: 'trouble'; readonly isSent: boolean; readonly cause: unknown }
  /** An answer that says nothing; the request itself may have been carried out. */
  | { readonly kind: 'unusable'; readonly cause: unknown };

export function judge(reply: Reply): Verdict {
  if (reply.kind === 'no-answer') return { ...reply, kind: 'trouble' };
  if (reply.kind === 'unusable') return reply;
  const { status } = reply;
  if (status >= 200 && status < 300) return { kind: 'done', answer: reply };
  if (status === 401) return { kind: 'token-refused', answer: reply };
  if (status === 429) return { kind: 'too-many', retryAfter: reply.header('retry-after') };
  if (status === 408 || status >= 500) {
    return { kind: 'trouble', isSent: true, cause: `HTTP ${status}` };
  }
  return { kind: 'refused', answer: reply };
}
