import type { HttpServerOptions } from '@dialpad-cti/http';

import type { Settings } from './settings.ts';

const PER_ADDRESS = 200;

export function socketsOf(settings: Settings): HttpServerOptions {
  const perAddress = settings.MAX_CONNECTIONS_PER_ADDRESS;
  // Behind a proxy all connections come from one address: a limit is for its owner to choose.
  const isLimited = perAddress !== undefined || settings.TRUSTED_PROXY_HOPS === 0;
  return {
    headersTimeoutMs: settings.HEADERS_TIMEOUT_MS,
    requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
    idleSocketTimeoutMs: settings.SOCKET_TIMEOUT_MS,
    keepAliveTimeoutMs: settings.KEEP_ALIVE_TIMEOUT_MS,
    maxConnections: settings.MAX_CONNECTIONS,
    strictTransport: isStrict(settings),
    ...(isLimited ? { maxConnectionsPerAddress: perAddress ?? PER_ADDRESS } : {}),
  };
}

/** Browsers then come by https only: in production a proxy of ours ends it in front. */
export const isStrict = ({ NODE_ENV, PUBLIC_URL }: Settings): boolean =>
  NODE_ENV === 'production' || PUBLIC_URL?.startsWith('https:') === true;
