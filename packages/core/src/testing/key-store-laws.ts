import type { KeyStore } from '../ports/key-store.ts';
import { appLaws } from './app-laws.ts';
import { credentialLaws } from './credential-laws.ts';
import { followsKeyStoreModel } from './key-store-model.ts';
import type { Law } from './law.ts';

/**
 * What every KeyStore keeps. Two promises cannot be seen through the port: that a secret is not
 * readable in the storage, and that a key costs the same among many. An adapter tests them itself.
 */
export const keyStoreLaws: readonly Law<KeyStore>[] = [
  ...appLaws,
  ...credentialLaws,
  followsKeyStoreModel,
];
