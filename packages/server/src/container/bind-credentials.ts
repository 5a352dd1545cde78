// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import { randomBytes, randomUUIDv7 } from 'node:crypto';

import {
  createAuthenticateAppKey,
  createCreateApp,
  createCreateHook,
  createCredentialsWatch,
  createKeyUseLog,
  createRotateApiKey,
  createRotateHookSecret,
  type StoreError,
} from '@dialpad-cti/core';
import type { Container } from 'inversify';

import { peppersOf } from '../config/peppers-of.ts';
import { createBcryptHash } from '../create-bcrypt-hash.ts';
import { ids } from '../ids.ts';
import { createTroubles } from '../logs/create-troubles.ts';
import { now } from './now.ts';

export function bindCredentials(container: Container): void {
  container.bind(ids.peppers).toResolvedValue(peppersOf, [ids.config]);
  container
    .bind(ids.slowHash)
    .toResolvedValue(({ onSlowHash }) => createBcryptHash(onSlowHash), [ids.metrics]);
  container
    .bind(ids.watch)
    .toResolvedValue((keyStore) => createCredentialsWatch({ keyStore, now }), [ids.keyStore]);
  container
    .bind(ids.createApp)
    .toResolvedValue(
      (keyStore, peppers, slowHash) =>
        createCreateApp({ keyStore, peppers, slowHash, randomBytes, newId: randomUUIDv7 }),
      [ids.keyStore, ids.peppers, ids.slowHash],
    );
  container
    .bind(ids.rotateApiKey)
    .toResolvedValue(
      (keyStore, peppers, slowHash) =>
        createRotateApiKey({ keyStore, peppers, slowHash, randomBytes, now }),
      [ids.keyStore, ids.peppers, ids.slowHash],
    );
  container
    .bind(ids.createHook)
    .toResolvedValue((keyStore) => createCreateHook({ keyStore, randomBytes }), [ids.keyStore]);
  container
    .bind(ids.rotateHookSecret)
    .toResolvedValue(
      (keyStore) => createRotateHookSecret({ keyStore, randomBytes, now }),
      [ids.keyStore],
    );
  container.bind(ids.keyUses).toResolvedValue(
    (keyStore, log) => {
      const sayTrouble = createTroubles(log, now);
      const onMissed = ({ cause }: StoreError): void =>
        sayTrouble('The use of keys could not be noted', { error: cause });
      return createKeyUseLog({ keyStore, now, onMissed });
    },
    [ids.keyStore, ids.log],
  );
  container.bind(ids.authenticateAppKey).toResolvedValue(
    (keyStore, peppers, slowHash, watch, keyUses, log) =>
      createAuthenticateAppKey({
        keyStore,
        peppers,
        watch,
        slowHash,
        now,
        onUsed: keyUses.note,
        onHashMismatch: (keyId) =>
          log.error('An API key does not fit its hash: its row was changed by hand', { keyId }),
      }),
    [
      ...([ids.keyStore, ids.peppers, ids.slowHash] as const),
      ...([ids.watch, ids.keyUses, ids.log] as const),
    ],
  );
}
