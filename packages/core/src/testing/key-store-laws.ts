import { apiKeyLaws } from './api-key-laws.ts';
import { appLaws } from './app-laws.ts';
import { credentialLaws } from './credential-laws.ts';
import { hookLaws } from './hook-laws.ts';
import { hookSecretLaws } from './hook-secret-laws.ts';
import { followsKeyStoreModel } from './key-store-model.ts';
import type { Law } from './law.ts';
import { revocationLaws } from './revocation-laws.ts';
import { rotationLaws } from './rotation-laws.ts';
import type { StorageSubject } from './storage-subject.ts';

/**
 * What every KeyStore keeps. Three promises cannot be seen through the port: that a secret is not
 * readable in the storage, that what lies under an older key is sealed anew, and that a key costs
 * the same among many. An adapter tests them itself.
 */
export const keyStoreLaws: readonly Law<StorageSubject>[] = [
  ...appLaws,
  ...apiKeyLaws,
  ...rotationLaws,
  ...revocationLaws,
  ...hookLaws,
  ...hookSecretLaws,
  ...credentialLaws,
  followsKeyStoreModel,
];
