import { randomBytes } from 'node:crypto';

import {
  createAuthenticateAppKey,
  createCreateApp,
  createCreateHook,
  createCredentialsWatch,
  createHookDirectory,
  createPepper,
  createReceiveEvent,
  createReleaseEvents,
  createRotateApiKey,
  createRotateHookSecret,
} from '@dialpad-cti/core';
import {
  createMemoryDialpad,
  createMemoryRateLimiter,
  createMemorySlowHash,
  type MemoryDialpad,
  type MemoryStorage,
} from '@dialpad-cti/core/memory';

import type { Delivery } from '../delivery.ts';
import type { HttpDeps } from '../http-deps.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { RequestLog } from '../request-log.ts';
import type { SecurityEvent } from '../security-event.ts';
import { rigDialpad } from './rig-dialpad.test.support.ts';

export const OPERATOR_SECRET = 'an-operator-secret-of-32-letters';
export const NEXT_OPERATOR_SECRET = 'the-operator-secret-that-follows';
export const PLAIN_SECRET = 'the-secret-of-the-plain-path-ok!';

/** So wide that only a test of limits, with limits of its own, ever meets one. */
const WIDE_LIMITS: RequestLimits = {
  app: { name: 'app', quota: 1_000_000, windowSeconds: 60 },
  operator: { name: 'operator', quota: 1_000_000, windowSeconds: 60 },
  keyFailures: { name: 'key-failures', quota: 1_000_000, windowSeconds: 60 },
  operatorFailures: { name: 'operator-failures', quota: 1_000_000, windowSeconds: 60 },
};

/** What the handler told of, in order. */
export interface Seen {
  readonly logs: RequestLog[];
  readonly faults: unknown[];
  readonly securityEvents: SecurityEvent[];
  readonly deliveries: Delivery[];
}

export async function rigDeps(
  storage: MemoryStorage,
  seen: Seen,
  dialpad: MemoryDialpad = createMemoryDialpad(),
): Promise<HttpDeps> {
  const { eventStore, eventDesk, recordReader, keyStore, auditLog, idempotencyStore } = storage;
  const now = Date.now;
  const watch = createCredentialsWatch({ keyStore, now });
  await watch.poll();
  const slowHash = createMemorySlowHash();
  const peppers = [createPepper('a-pepper-for-tests-only-32-bytes')] as const;
  const newKeys = { keyStore, slowHash, peppers, randomBytes, now };
  const defaultHook = { secrets: [PLAIN_SECRET], appId: null };
  const findHook = createHookDirectory({ keyStore, watch, now, defaultHook });
  let requests = 0;
  return {
    ...rigDialpad(storage, dialpad),
    receiveEvent: createReceiveEvent({
      findHook,
      eventStore,
      now,
      onStored: () => {},
      onRefused: () => {},
      onSetAsideFailed: () => {},
    }),
    authenticateAppKey: createAuthenticateAppKey({
      keyStore,
      watch,
      peppers,
      slowHash,
      now,
      onUsed: () => {},
      onHashMismatch: () => {},
    }),
    createApp: createCreateApp({ ...newKeys, newId: () => crypto.randomUUID() }),
    createHook: createCreateHook({ keyStore, randomBytes }),
    rotateApiKey: createRotateApiKey(newKeys),
    rotateHookSecret: createRotateHookSecret({ keyStore, randomBytes, now }),
    releaseEvents: createReleaseEvents({ eventDesk, eventStore, findHook, keyStore }),
    eventStore,
    eventDesk,
    recordReader,
    keyStore,
    auditLog,
    idempotencyStore,
    rateLimiter: createMemoryRateLimiter({ now }),
    operatorSecrets: [OPERATOR_SECRET, NEXT_OPERATOR_SECRET],
    limits: WIDE_LIMITS,
    metrics: async () => '# HELP up Whether it runs.\nup 1\n',
    cursorKey: Buffer.alloc(32, 7),
    publicUrl: 'http://localhost:4000/',
    webhookDeadlineMs: 4_000,
    readiness: async () => ({ ready: true, checks: { database: 'ok' } }),
    newRequestId: () => `request-${++requests}`,
    onRequest: (log) => void seen.logs.push(log),
    onSecurityEvent: (event) => void seen.securityEvents.push(event),
    onDelivery: (delivery) => void seen.deliveries.push(delivery),
    onFault: (error) => void seen.faults.push(error),
  };
}
