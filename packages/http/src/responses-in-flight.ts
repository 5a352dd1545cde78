import type { Server, ServerResponse } from 'node:http';

const tracked = new WeakMap<Server, Set<ServerResponse>>();

/** The responses of a server that are not out yet, of the requests since the first call. */
export function responsesInFlight(server: Server): ReadonlySet<ServerResponse> {
  const known = tracked.get(server);
  if (known !== undefined) return known;
  const inFlight = new Set<ServerResponse>();
  tracked.set(server, inFlight);
  server.prependListener('request', (_request, response: ServerResponse) => {
    inFlight.add(response);
    response.once('close', () => inFlight.delete(response));
  });
  return inFlight;
}
