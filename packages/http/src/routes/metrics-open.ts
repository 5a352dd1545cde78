import type { Route } from '../route.ts';
import { metricsRoute } from './metrics.ts';

/** For a port that only the company's own network reaches. */
export const metricsOpenRoute: Route = { ...metricsRoute, auth: 'none' };
