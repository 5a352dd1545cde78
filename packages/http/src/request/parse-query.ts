import { err, ok, type Result } from 'neverthrow';

import type { FieldError, RequestInvalid } from '../http-fault.ts';
import { pointerTo } from './pointer-to.ts';

export interface QueryRules {
  readonly declared: ReadonlySet<string>;
  /** What is not declared is a fault; else it is passed over. */
  readonly isStrict: boolean;
}

/**
 * The parameters of a request target by name. Each may come once, and of a strict
 * query only the declared ones at all. A `+` is a plus and not a blank, so that
 * `?number=+14155550100` means what it says.
 */
export function parseQuery(
  target: string,
  { declared, isStrict }: QueryRules,
): Result<Readonly<Record<string, string>>, RequestInvalid> {
  const values = new Map<string, string>();
  const errors: FieldError[] = [];
  for (const pair of queryOf(target).split('&').filter(Boolean)) {
    const cut = pair.indexOf('=');
    const name = decode(cut === -1 ? pair : pair.slice(0, cut));
    if (!isStrict && (name === null || !declared.has(name))) continue;
    const value = decode(cut === -1 ? '' : pair.slice(cut + 1));
    const detail = faultOf(name, value, { declared, values });
    if (detail === null) values.set(name ?? '', value ?? '');
    else errors.push({ pointer: pointerTo('query', [name ?? '']), detail });
  }
  return errors.length === 0
    ? ok(Object.fromEntries(values))
    : err({ kind: 'request-invalid', errors: errors.slice(0, MOST_ERRORS) });
}

const MOST_ERRORS = 20;

function queryOf(target: string): string {
  const [beforeFragment = ''] = target.split('#', 1);
  const start = beforeFragment.indexOf('?');
  return start === -1 ? '' : beforeFragment.slice(start + 1);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function faultOf(
  name: string | null,
  value: string | null,
  known: { readonly declared: ReadonlySet<string>; readonly values: ReadonlyMap<string, string> },
): string | null {
  if (name === null) return 'has a name with a broken percent-encoding';
  if (!known.declared.has(name)) return 'is not a parameter of this route';
  if (known.values.has(name)) return 'is given more than once';
  return value === null ? 'has a broken percent-encoding' : null;
}
