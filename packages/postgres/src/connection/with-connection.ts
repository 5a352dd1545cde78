import type { Socket } from 'node:net';

import type { PoolClient } from 'pg';

import type { HotPool } from './open-hot-pool.ts';

export interface ConnectionTerms {
  /** From asking for a connection to the last answer. */
  readonly deadlineMs: number;
  /** For work that may take long: asked on another connection whether the line still lives. */
  readonly probe?: () => Promise<unknown>;
}

const PROBE_EVERY_MS = 2_000;

/**
 * A connection of the pool for as long as `work` takes. Past the deadline, or when a probe fails, it
 * rejects at once and breaks the connection, and what is under way on it. After any other error too
 * the connection is not used again.
 */
export async function withConnection<T>(
  pool: HotPool,
  { deadlineMs, probe }: ConnectionTerms,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  let giveBack = (_isBroken: boolean): void => {};
  let isOver = false;
  const giveUp = (reason: unknown): void => {
    isOver = true;
    late.reject(reason);
    giveBack(true);
  };
  const timer = setTimeout(() => giveUp(tooLate(deadlineMs)), deadlineMs);
  const stopProbing = probe === undefined ? undefined : keepProbing(probe, giveUp);

  const run = async (): Promise<T> => {
    const askedAt = performance.now();
    const client = await pool.connect();
    giveBack = releaseOnce(client);
    try {
      pool.onWait?.(Math.floor(performance.now() - askedAt));
      // Nobody waits any more for work that has not begun.
      if (isOver) throw tooLate(deadlineMs);
      const result = await work(client);
      giveBack(false);
      return result;
    } catch (error) {
      giveBack(true);
      throw error;
    }
  };
  try {
    return await Promise.race([run(), late.promise]);
  } finally {
    clearTimeout(timer);
    stopProbing?.();
  }
}

function tooLate(deadlineMs: number): Error {
  return new Error(`the database did not answer within ${deadlineMs} ms`);
}

function keepProbing(probe: () => Promise<unknown>, onDead: (reason: unknown) => void): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(() => void ask(), PROBE_EVERY_MS);
  };
  const ask = async (): Promise<void> => {
    try {
      await probe();
      if (!isStopped) wait();
    } catch (error) {
      onDead(error);
    }
  };
  wait();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

function releaseOnce(client: PoolClient): (isBroken: boolean) => void {
  let isReleased = false;
  // A client in use reports a lost line here as well as through its query.
  const onError = (): void => {};
  client.on('error', onError);
  return (isBroken) => {
    if (isReleased) return;
    isReleased = true;
    if (isBroken) breakLine(client);
    else client.removeListener('error', onError);
    client.release(isBroken);
  };
}

/** pg would end a pipelining client only after its statements are answered: on a dead line, never. */
function breakLine(client: PoolClient): void {
  // pg's types leave the socket out.
  const { connection } = client as unknown as { readonly connection: { readonly stream: Socket } };
  connection.stream.destroy();
}
