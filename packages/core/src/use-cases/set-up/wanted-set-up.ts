import type { Registration } from '../../domain/registration.ts';

/** What a hook's set-up at Dialpad is measured by. */
export interface WantedSetUp {
  readonly registration: Registration;
  /** The current one. */
  readonly secret: string;
  /** Every hook of ours that a webhook at Dialpad may post to. */
  readonly ourHookIds: ReadonlySet<string>;
}
