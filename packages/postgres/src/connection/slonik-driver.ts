import { Client } from 'pg';
import { createDriverFactory, type DriverFactory } from 'slonik';

import { clientOptions } from './client-options.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { GRACE_MS, type TimeLimits } from './time-limits.ts';

/**
 * slonik over our own pg clients: its own driver knows neither a deadline for an answer, nor
 * keep-alive, nor verified TLS by default, and reads bigint as BigInt.
 */
export function slonikDriver(settings: ConnectionSettings, limits: TimeLimits): DriverFactory {
  return createDriverFactory(async () => ({
    createPoolClient: async ({ clientEventEmitter }) => {
      const client = new Client({
        ...clientOptions(settings, limits.statementMs),
        // A line that died silently is noticed by this, and the connection then destroyed.
        query_timeout: limits.statementMs + GRACE_MS,
      });
      const onError = (error: Error): void => void clientEventEmitter.emit('error', error);
      client.on('error', onError);
      return {
        connect: async () => {
          await client.connect();
        },
        end: () => client.end(),
        query: async (text, values, options) => {
          const name = options?.name;
          const query = { text, ...(values && { values: [...values] }), ...(name && { name }) };
          const answer = await client.query(query);
          // Several statements in one message: what the last one gave counts.
          const result = Array.isArray(answer) ? answer.at(-1) : answer;
          return {
            command: result.command,
            fields: result.fields.map(fieldOf),
            rowCount: result.rowCount,
            rows: result.rows,
          };
        },
        stream: () => {
          throw new Error('streams are not used here');
        },
      };
    },
  }));
}

function fieldOf({ name, dataTypeID }: { name: string; dataTypeID: number }) {
  return { name, dataTypeId: dataTypeID };
}
