import type { Drift } from '../../domain/registration.ts';
import type { AtDialpad } from './at-dialpad.ts';
import { compareOthers } from './compare-others.ts';
import { compareOwn } from './compare-own.ts';
import type { WantedSetUp } from './wanted-set-up.ts';

/** In what Dialpad differs from what is wanted. A function of its input alone. */
export function compareSetUp(
  { registration, secret, ourHookIds }: WantedSetUp,
  at: AtDialpad,
): readonly Drift[] {
  return [
    ...compareOwn({ registration, secret }, at),
    ...compareOthers({ registration, ourHookIds }, at.webhooks),
  ];
}
