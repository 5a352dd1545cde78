// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import { createMemoryBroadcaster } from '@dialpad-cti/core/memory';
import type { Container } from 'inversify';

import { ids } from '../ids.ts';
import { openRateLimiter } from '../limits/open-rate-limiter.ts';
import { openDatabase } from '../storage/open-database.ts';
import { openStorage } from '../storage/open-storage.ts';
import type { ContainerOptions } from './container-options.ts';

export function bindStorage(container: Container, { onProgress }: ContainerOptions): void {
  container
    .bind(ids.database)
    .toResolvedValue((config) => openDatabase({ config, onProgress }), [ids.config])
    .onDeactivation((database) => database.stop());
  container
    .bind(ids.storage)
    .toResolvedValue(
      (config, database, log, { observer }) => openStorage(config, database, { log, observer }),
      [ids.config, ids.database, ids.log, ids.metrics],
    )
    .onDeactivation((storage) => storage.end());
  container
    .bind(ids.rateLimiter)
    .toResolvedValue(openRateLimiter, [ids.config, ids.database])
    .onDeactivation((limiter) => limiter.close());
  container.bind(ids.eventStore).toResolvedValue(({ eventStore }) => eventStore, [ids.storage]);
  container
    .bind(ids.recordReader)
    .toResolvedValue(({ recordReader }) => recordReader, [ids.storage]);
  container.bind(ids.keyStore).toResolvedValue(({ keyStore }) => keyStore, [ids.storage]);
  container.bind(ids.broadcaster).toResolvedValue(createMemoryBroadcaster);
}
