import type {
  AuthenticateAppKey,
  CreateApp,
  CreateHook,
  EventStore,
  KeyStore,
  ReceiveEvent,
  RecordReader,
} from '@dialpad-cti/core';

import type { RequestLog } from './request-log.ts';

/** What the handler needs: core's use cases and ports, and a few settings. */
export interface HttpDeps {
  readonly receiveEvent: ReceiveEvent;
  readonly authenticateAppKey: AuthenticateAppKey;
  readonly createApp: CreateApp;
  readonly createHook: CreateHook;
  readonly eventStore: Pick<EventStore, 'events' | 'queue'>;
  readonly recordReader: RecordReader;
  readonly keyStore: Pick<KeyStore, 'app' | 'apps'>;

  /** The current one and, while it is being changed, the next. */
  readonly operatorSecrets: readonly string[];
  /** Signs list cursors: the same in every process that answers one client. */
  readonly cursorKey: Uint8Array;
  /** Where the world reaches this server, e.g. `https://cti.example.com`. */
  readonly publicUrl: string;
  /** A delivery without an outcome by then is answered 503; its work goes on. Dialpad waits 5 s. */
  readonly webhookDeadlineMs: number;
  /** Deliveries worked on at once; those beyond are answered 503. 2,000 when absent. */
  readonly webhooksInFlight?: number;
  /** Bytes of large deliveries held at once, as above. 64 MiB when absent. */
  readonly webhookBytesInFlight?: number;

  readonly readiness: () => Promise<Readiness>;
  readonly newRequestId: () => string;
  /** Once a request, when its answer is out or its client gone. Must not throw. */
  readonly onRequest: (log: RequestLog) => void;
  /** A bug came to light; the client got a 500 without details. Must not throw. */
  readonly onFault: (error: unknown, requestId: string) => void;
}

/** Anybody may read it: the texts name what is wrong, not how the inside looks. */
export interface Readiness {
  readonly ready: boolean;
  /** `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}
