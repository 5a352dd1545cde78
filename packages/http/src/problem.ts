import { z } from 'zod';

import type { FieldError, HttpFault } from './http-fault.ts';
import type { ProblemRow } from './problem-row.ts';
import { PROBLEM_ROWS } from './problem-rows.ts';
import { remarksOf } from './remarks-of.ts';

/** RFC 9457, with a stable `code` and our `success: false`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The request id. */
  instance: z.string(),
  code: z.string(),
  success: z.literal(false),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  /** Of `/readyz` only. */
  checks: z.record(z.string(), z.string()).optional(),
  /** Of a delivery that cannot be released only. */
  reason: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

export function problemOf(fault: HttpFault, requestId: string): ProblemAnswer {
  const { status, code, title, detail, headers }: ProblemRow = PROBLEM_ROWS[fault.kind];
  const errors = errorsOf(fault);
  const remarks = errors === null ? remarksOf(fault) : errors.map(sentence);
  return {
    problem: {
      type: `urn:dialpad-cti:problem:${code}`,
      title,
      status,
      detail: [detail, ...remarks].join(' '),
      instance: requestId,
      code,
      success: false,
      ...(errors === null ? {} : { errors: [...errors] }),
      ...(fault.kind === 'not-ready' ? { checks: fault.checks } : {}),
      ...(fault.kind === 'release-refused' ? { reason: fault.reason } : {}),
    },
    headers: { ...headers, ...headersOf(fault) },
  };
}

/** Every code that a problem can have. They are never reused for something else. */
export const PROBLEM_CODES: readonly string[] = [
  ...new Set(Object.values(PROBLEM_ROWS).map(({ code }) => code)),
];

function errorsOf(fault: HttpFault): readonly FieldError[] | null {
  if (fault.kind === 'request-invalid') return fault.errors;
  if (fault.kind === 'app-name-invalid') return [{ pointer: '/body/name', detail: fault.detail }];
  const error = FIELD_FAULTS.get(fault.kind);
  return error === undefined ? null : [error];
}

const FIELD_FAULTS: ReadonlyMap<string, FieldError> = new Map([
  [
    'hook-secret-too-short',
    { pointer: '/body/webhook_secret', detail: 'must have at least 32 characters' },
  ],
  [
    'hook-secret-malformed',
    {
      pointer: '/body/webhook_secret',
      detail: 'must be one line of text without blanks around it',
    },
  ],
  [
    'key-name-invalid',
    {
      pointer: '/body/name',
      detail: 'must be 1 to 64 letters, digits, dots, dashes or underscores',
    },
  ],
  ['key-expiry-past', { pointer: '/body/expires_at', detail: 'must lie in the future' }],
]);

function headersOf(fault: HttpFault): Readonly<Record<string, string>> {
  if (fault.kind === 'method-not-allowed') return { Allow: fault.allowed.join(', ') };
  if (fault.kind === 'quota-exceeded') return { 'Retry-After': String(fault.retryAfterSeconds) };
  if (fault.kind === 'dialpad-rate-limited') {
    const seconds = Math.ceil((fault.retryAt - Date.now()) / 1_000);
    return { 'Retry-After': String(Math.max(1, seconds)) };
  }
  return {};
}

const sentence = ({ pointer, detail }: FieldError): string => `${pointer} ${detail}.`;
