import 'reflect-metadata';

import { Container } from 'inversify';

import { bindCredentials } from './container/bind-credentials.ts';
import { bindDialpad } from './container/bind-dialpad.ts';
import { bindIntake } from './container/bind-intake.ts';
import { bindServer } from './container/bind-server.ts';
import { bindStorage } from './container/bind-storage.ts';
import { bindWorker } from './container/bind-worker.ts';
import type { ContainerOptions } from './container/container-options.ts';
import { now } from './container/now.ts';
import { ids } from './ids.ts';
import { createMetrics } from './metrics/create-metrics.ts';

/**
 * The composition root: the only place that knows every part. What must be closed is
 * closed when its id is unbound; `stop` does that in the right order.
 */
export function createContainer(options: ContainerOptions): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(ids.config).toConstantValue(options.config);
  container.bind(ids.log).toConstantValue(options.log);
  container.bind(ids.metrics).toResolvedValue(() => createMetrics({ now }));
  bindStorage(container, options);
  bindCredentials(container);
  bindIntake(container);
  bindWorker(container);
  bindDialpad(container);
  bindServer(container);
  return container;
}
