import type { SeenRequest } from '../../simulator.ts';

const MOST = 10_000;
/** So many more before the oldest are let go, all at once. */
const SLACK = 1_000;

export interface RequestLog {
  readonly add: (request: SeenRequest) => void;
  /** The last 10,000, the oldest first. */
  readonly requests: () => readonly SeenRequest[];
}

export function createRequestLog(): RequestLog {
  const seen: SeenRequest[] = [];
  return {
    add: (request) => {
      seen.push(request);
      if (seen.length > MOST + SLACK) seen.splice(0, seen.length - MOST);
    },
    requests: () => seen.slice(-MOST),
  };
}
