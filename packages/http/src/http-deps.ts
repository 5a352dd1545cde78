import type {
  AuditLog,
  AuthenticateAppKey,
  ConnectApp,
  ConnectionStore,
  CreateApp,
  CreateHook,
  EventDesk,
  EventStore,
  IdempotencyStore,
  KeyStore,
  RateLimiter,
  ReceiveEvent,
  ReconciliationStore,
  RecordReader,
  ReleaseEvents,
  RotateApiKey,
  RotateHookSecret,
  WebhookRegistry,
  WebhookSetup,
} from '@dialpad-cti/core';

import type { CheckDialpad } from './check-dialpad.ts';
import type { Delivery } from './delivery.ts';
import type { RequestLimits } from './limits/request-limits.ts';
import type { RequestLog } from './request-log.ts';
import type { SecurityEvent } from './security-event.ts';
import type { SendTestEvent } from './send-test-event.ts';

/** What the handler needs: core's use cases and ports, and a few settings. */
export interface HttpDeps {
  readonly receiveEvent: ReceiveEvent;
  readonly authenticateAppKey: AuthenticateAppKey;
  readonly createApp: CreateApp;
  readonly createHook: CreateHook;
  readonly rotateApiKey: RotateApiKey;
  readonly rotateHookSecret: RotateHookSecret;
  readonly releaseEvents: ReleaseEvents;
  readonly webhookSetup: WebhookSetup;
  readonly webhookRegistry: Pick<
    WebhookRegistry,
    'registration' | 'registrationOf' | 'registrations'
  >;
  readonly connectApp: ConnectApp;
  readonly connectionStore: Pick<ConnectionStore, 'connection'>;
  readonly reconciliationStore: Pick<
    ReconciliationStore,
    'addBackfill' | 'backfill' | 'backfills' | 'ledger'
  >;
  /** A backfill waits for its walker. Must not throw. */
  readonly onBackfill: () => void;
  readonly checkDialpad: CheckDialpad;
  readonly sendTestEvent: SendTestEvent;
  readonly eventStore: Pick<EventStore, 'events' | 'queue'>;
  readonly eventDesk: EventDesk;
  readonly recordReader: RecordReader;
  readonly keyStore: Pick<
    KeyStore,
    | 'app'
    | 'apps'
    | 'setAppActive'
    | 'apiKeys'
    | 'revokeApiKeys'
    | 'hooks'
    | 'hookStatus'
    | 'deleteHook'
    | 'resealSecrets'
  >;
  readonly auditLog: AuditLog;
  readonly idempotencyStore: IdempotencyStore;
  readonly rateLimiter: RateLimiter;

  /** The current one and, while it is being changed, the next. */
  readonly operatorSecrets: readonly [string, ...string[]];
  /** Requests that are allowed in a time; `DEFAULT_LIMITS` when absent. */
  readonly limits?: RequestLimits;
  /** How many proxies of ours stand in front and add to `X-Forwarded-For`; 0 when absent. */
  readonly trustedProxyHops?: number;
  /** Origins whose pages may read `/api`, exactly as browsers send them; none when absent. */
  readonly corsOrigins?: readonly string[];
  /** Browsers are told to come by https only; as `publicUrl` has it when absent. */
  readonly strictTransport?: boolean;
  /** An answer of `/api` or `/internal` that is not there by then is 503; 10,000 when absent. */
  readonly apiDeadlineMs?: number;
  /** The same of routes on whose way Dialpad is asked; 60,000 when absent. */
  readonly dialpadDeadlineMs?: number;
  /** Of this process, in Prometheus's text format. */
  readonly metrics: () => Promise<string>;
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
  /** Once each. Must not throw. */
  readonly onSecurityEvent: (event: SecurityEvent) => void;
  /** What became of a delivery by Dialpad. Must not throw. */
  readonly onDelivery: (delivery: Delivery) => void;
  /** A bug came to light; the client got a 500 without details. Must not throw. */
  readonly onFault: (error: unknown, requestId: string) => void;
}

/** Anybody may read it: the texts name what is wrong, not how the inside looks. */
export interface Readiness {
  readonly ready: boolean;
  /** `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}
