import { randomBytes, randomUUID } from 'node:crypto';

import { createProcessBatch, createReceiveEvent, hmacKey } from '@dialpad-cti/core';
import { createMemoryBroadcaster, createMemoryStorage } from '@dialpad-cti/core/memory';
import Fastify, { type FastifyInstance } from 'fastify';
import { errAsync, okAsync } from 'neverthrow';

const WAKE_MS = 5_000;
const STATUS_OF = { 'hook-not-found': 404, 'signature-refused': 401, 'store-unavailable': 503 };

/** Dialpad's signed events into this process, and the calls that they make out of it. */
export async function buildApp(hook: { id: string; secret: string }): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: 1_048_576 });
  const { eventStore, keyStore, recordReader } = createMemoryStorage();
  const broadcaster = createMemoryBroadcaster();

  // One company and one hook. Whoever reads calls has passed this application's own login, so
  // the API key that comes with every company opens nothing.
  const appId = randomUUID();
  const digest = randomBytes(32);
  const key = { keyId: 'none', appId, name: 'default', digest, pepperId: 'none', hash: '' };
  const act = { actor: 'server', address: null, requestId: null };
  await keyStore.createApp({ appId, name: 'Us' }, key, act);
  const known = { hookId: hook.id, appId, keys: [hmacKey(hook.secret)], openRotation: null };

  const processBatch = createProcessBatch({
    eventStore,
    broadcaster,
    limit: 100,
    onMissedBroadcast: ({ cause }) => app.log.warn(cause),
  });
  const work = () => void processBatch().orTee(({ cause }) => app.log.error(cause));
  const receiveEvent = createReceiveEvent({
    findHook: (id) => (id === hook.id ? okAsync(known) : errAsync({ kind: 'hook-not-found' })),
    eventStore,
    now: Date.now,
    onStored: () => setImmediate(work),
    onRefused: (hookId, reason) => app.log.warn({ hookId, reason }),
    onSetAsideFailed: ({ cause }) => app.log.error(cause),
  });
  const wake = setInterval(work, WAKE_MS).unref();
  app.addHook('onClose', async () => clearInterval(wake));

  // Dialpad's body is a bare token: no parser may touch it, whatever content type it claims.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.post<{ Params: { hookId: string } }>('/webhooks/dialpad/:hookId', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const received = await receiveEvent(request.params.hookId, body);
    return reply.code(received.isOk() ? 200 : STATUS_OF[received.error.kind]).send();
  });

  app.get('/calls', async (_request, reply) => {
    const page = await recordReader.calls(appId, { sort: '-started_at', limit: 50 });
    return page.isOk() ? page.value.rows : reply.code(503).send();
  });

  return app;
}
