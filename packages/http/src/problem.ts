import { z } from 'zod';

import type { FieldError, HttpFault } from './http-fault.ts';
import { PROBLEM_ROWS, type ProblemRow } from './problem-rows.ts';

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
});
export type Problem = z.infer<typeof Problem>;

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

export function problemOf(fault: HttpFault, requestId: string): ProblemAnswer {
  const { status, code, title, detail, headers }: ProblemRow = PROBLEM_ROWS[fault.kind];
  const errors = errorsOf(fault);
  return {
    problem: {
      type: `urn:dialpad-cti:problem:${code}`,
      title,
      status,
      detail: errors === null ? detail : `${detail} ${errors.map(sentence).join(' ')}`,
      instance: requestId,
      code,
      success: false,
      ...(errors === null ? {} : { errors: [...errors] }),
      ...(fault.kind === 'not-ready' ? { checks: fault.checks } : {}),
    },
    headers:
      fault.kind === 'method-not-allowed' ? { Allow: fault.allowed.join(', ') } : (headers ?? {}),
  };
}

/** Every code that a problem can have. They are never reused for something else. */
export const PROBLEM_CODES: readonly string[] = [
  ...new Set(Object.values(PROBLEM_ROWS).map(({ code }) => code)),
];

function errorsOf(fault: HttpFault): readonly FieldError[] | null {
  if (fault.kind === 'request-invalid') return fault.errors;
  if (fault.kind === 'app-name-invalid') return [{ pointer: '/body/name', detail: fault.detail }];
  const detail = SECRET_FAULTS.get(fault.kind);
  return detail === undefined ? null : [{ pointer: '/body/webhook_secret', detail }];
}

const SECRET_FAULTS: ReadonlyMap<string, string> = new Map([
  ['hook-secret-too-short', 'must have at least 32 characters'],
  ['hook-secret-malformed', 'must be one line of text without blanks around it'],
]);

const sentence = ({ pointer, detail }: FieldError): string => `${pointer} ${detail}.`;
