import type { Act, Resealed } from '@dialpad-cti/core';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';

import { writeAudit } from '../audit/write-audit.ts';
import { resealTokens } from '../connect/reseal-tokens.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { timestamp } from '../records/list-page.ts';
import type { SealingKeys } from '../sealing.ts';
import {
  currentSecret,
  previousSecret,
  SECRET_COLUMNS,
  SecretRow,
  withCurrent,
  withPrevious,
} from './hook-secrets.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';
import { saveSecrets } from './save-secrets.ts';

/**
 * Secrets of hooks, then tokens of connections. Those that somebody else changes at the moment are
 * passed over: the next call finds them.
 */
export function resealSecrets(
  { pool, sealingKeys, sources }: KeyStoreDeps,
  limit: number,
  act: Act,
): Promise<Resealed> {
  return asKeeper(pool, async (connection) => {
    const now = sources.now();
    const old = oldSecrets(sealingKeys, now);
    const rows = await connection.any(sql.type(SecretRow)`
      SELECT ${SECRET_COLUMNS}
      FROM dialpad_webhooks
      WHERE ${old.current} OR ${old.previous}
      ORDER BY hook_id
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    `);
    let resealed = 0;
    for (const row of rows) {
      const anew = reseal(sealingKeys, row, { now, limit: limit - resealed });
      await saveSecrets(connection, anew.row);
      resealed += anew.count;
    }
    const tokens = await resealTokens(connection, sealingKeys, limit - resealed);
    resealed += tokens.resealed;
    if (resealed > 0) {
      const action = 'secrets.resealed' as const;
      const change = { action, appId: null, subjectId: null, count: resealed };
      await writeAudit(connection, sources, { ...act, ...change });
    }
    return { resealed, remaining: (await countOld(connection, old)) + tokens.remaining };
  });
}

interface OldSecrets {
  readonly current: FragmentSqlToken;
  /** Of a secret that verifies nothing any more nobody needs the key. */
  readonly previous: FragmentSqlToken;
}

function oldSecrets([{ keyId }]: SealingKeys, now: number): OldSecrets {
  return {
    current: sql.fragment`secret_key_id <> ${keyId}`,
    previous: sql.fragment`
      (
        previous_secret_key_id <> ${keyId}
        AND (previous_secret_until IS NULL OR previous_secret_until > ${timestamp(now)})
      )`,
  };
}

interface Turn {
  readonly now: number;
  /** Secrets. */
  readonly limit: number;
}

function reseal(
  keys: SealingKeys,
  row: SecretRow,
  { now, limit }: Turn,
): { readonly row: SecretRow; readonly count: number } {
  const [{ keyId }] = keys;
  let anew = row;
  let count = 0;
  if (row.secret_key_id !== keyId && count < limit) {
    anew = withCurrent(keys, anew, currentSecret(keys, row));
    count += 1;
  }
  const previous = previousSecret(keys, row, now);
  if (row.previous_secret_key_id !== keyId && (previous === null || count < limit)) {
    anew = withPrevious(keys, anew, previous);
    count += previous === null ? 0 : 1;
  }
  return { row: anew, count };
}

const Total = z.object({ total: z.number() });

async function countOld(
  connection: CommonQueryMethods,
  { current, previous }: OldSecrets,
): Promise<number> {
  const { total } = await connection.one(sql.type(Total)`
    SELECT
      count(*) FILTER (WHERE ${current}) + count(*) FILTER (WHERE ${previous}) AS total
    FROM dialpad_webhooks
  `);
  return total;
}
