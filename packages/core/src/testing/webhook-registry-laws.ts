import { aloneLaws } from './alone-laws.ts';
import type { Law } from './law.ts';
import { registrationLaws } from './registration-laws.ts';
import { registrationStepLaws } from './registration-step-laws.ts';
import type { StorageSubject } from './storage-subject.ts';

/**
 * What every WebhookRegistry keeps. Two promises an adapter tests itself: that `alone` is busy after
 * 10 s, which no law should wait for, and that it ends with the process. That any sequence of
 * operations is answered as by the memory adapter is a law of the KeyStore, since they share hooks.
 */
export const webhookRegistryLaws: readonly Law<StorageSubject>[] = [
  ...registrationLaws,
  ...registrationStepLaws,
  ...aloneLaws,
];
