import type { Pool, PoolClient } from 'pg';

/**
 * A connection of the pool for as long as `work` takes. Past the deadline, which includes the wait
 * for a connection, it rejects at once and gives the connection up; what is still under way on it
 * is broken off by the client's own time-out. After any error the connection is not used again.
 */
export async function withConnection<T>(
  pool: Pool,
  deadlineMs: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  let giveBack = (_isBroken: boolean): void => {};
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    late.reject(new Error(`the database did not answer within ${deadlineMs} ms`));
    giveBack(true);
  }, deadlineMs);

  const run = async (): Promise<T> => {
    const client = await pool.connect();
    giveBack = releaseOnce(client);
    if (isLate) giveBack(false);
    try {
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
  }
}

function releaseOnce(client: PoolClient): (isBroken: boolean) => void {
  let isReleased = false;
  // A client in use reports a lost line here as well as through its query.
  const onError = (): void => {};
  client.on('error', onError);
  return (isBroken) => {
    if (isReleased) return;
    isReleased = true;
    if (!isBroken) client.removeListener('error', onError);
    client.release(isBroken);
  };
}
