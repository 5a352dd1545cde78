import type { HttpDeps } from './http-deps.ts';
import type { Route } from './route.ts';

const DEADLINE_MS = 10_000;
const DIALPAD_DEADLINE_MS = 60_000;

/** In ms: how long the caller of a route waits for its answer at most. */
export const deadlineOf = ({ asksDialpad }: Pick<Route, 'asksDialpad'>, deps: Deadlines): number =>
  asksDialpad === true
    ? (deps.dialpadDeadlineMs ?? DIALPAD_DEADLINE_MS)
    : (deps.apiDeadlineMs ?? DEADLINE_MS);

type Deadlines = Pick<HttpDeps, 'apiDeadlineMs' | 'dialpadDeadlineMs'>;
