import type { DialpadError } from '../ports/dialpad-client.ts';
import type { OAuthError } from '../ports/dialpad-oauth.ts';

/** No usable answer came: the request was carried out, or was not. */
export type UnclearEnd = 'unclear-done' | 'unclear-not-done';

/** The plan for a method's next call, by methods. */
export interface Mishaps<Failure> {
  plan(method: string, failure: Failure | UnclearEnd): void;
  take(method: string): Failure | UnclearEnd | undefined;
}

export interface MemoryMishaps {
  readonly client: Mishaps<DialpadError>;
  readonly oauth: Mishaps<OAuthError>;
  /** Requests that still get no usable answer, and are not carried out. */
  trouble: number;
}

export const UNCLEAR = {
  kind: 'dialpad-unavailable',
  isUnclear: true,
  cause: 'no usable answer in time',
} as const;

export const CLEARLY_NOT_DONE = { ...UNCLEAR, isUnclear: false } as const;

export function createMishaps<Failure>(): Mishaps<Failure> {
  const planned: { readonly method: string; readonly failure: Failure | UnclearEnd }[] = [];
  return {
    plan: (method, failure) => void planned.push({ method, failure }),
    take(method) {
      const at = planned.findIndex((mishap) => mishap.method === method);
      return at === -1 ? undefined : planned.splice(at, 1)[0]?.failure;
    },
  };
}
