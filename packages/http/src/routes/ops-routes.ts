import type { Route } from '../route.ts';
import { healthRoute } from './health.ts';
import { metricsOpenRoute } from './metrics-open.ts';
import { readinessRoute } from './readiness.ts';

/** What a port of its own answers, for those who watch the server. */
export const opsRoutes: readonly Route[] = [healthRoute, readinessRoute, metricsOpenRoute];
