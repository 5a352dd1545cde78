import type { DialpadError } from '@dialpad-cti/core';

type Unavailable = Extract<DialpadError, { readonly kind: 'dialpad-unavailable' }>;

export function unavailable(isUnclear: boolean, cause: unknown): Unavailable {
  return { kind: 'dialpad-unavailable', isUnclear, cause };
}
