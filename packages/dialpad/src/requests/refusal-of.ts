import type { DialpadError } from '@dialpad-cti/core';

import type { Answer } from '../transport/reply.ts';
import { detailOf } from './detail-of.ts';

export interface Refused {
  readonly answer: Answer;
  /** That the endpoint is known to want. */
  readonly scope: string | null;
  readonly secrets: readonly string[];
}

/** The first word behind it that is made as scopes are. */
const NAMED_SCOPE = /\bscopes?\b.*?\b([a-z]+(?:_[a-z]+)*:[a-z_]+|[a-z]+(?:_[a-z]+)+)\b/i;

/** What a refusal (a status that is neither 2xx nor one that passes) means. */
export function refusalOf({ answer, scope, secrets }: Refused): DialpadError {
  const { status, text } = answer;
  const detail = detailOf(text, secrets);
  switch (status) {
    case 401:
      return { kind: 'dialpad-unauthorized' };
    case 403:
      return { kind: 'dialpad-forbidden', scope: missingScope(detail, scope) };
    case 404:
    case 410:
      return { kind: 'dialpad-not-found' };
    default:
      return { kind: 'dialpad-rejected', status, detail: detail || `HTTP ${status}` };
  }
}

function missingScope(detail: string, known: string | null): string | null {
  const named = NAMED_SCOPE.exec(detail)?.[1];
  if (named !== undefined) return named.toLowerCase();
  // It is the role that is missing then.
  return /\badmin/i.test(detail) ? null : known;
}
