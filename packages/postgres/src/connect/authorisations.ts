import { type Authorisation, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { isStorable } from '../records/conditions.ts';
import { timestamp } from '../records/list-page.ts';
import { type SealedPlace, seal, unseal } from '../sealing.ts';
import type { ConnectionStoreDeps } from './connection-deps.ts';

/** False when there is no such app. */
export async function beginAuthorisation(
  { pool, sealingKeys, sources }: ConnectionStoreDeps,
  begun: Authorisation,
): Promise<boolean> {
  const { stateDigest, browserDigest, appId, redirectUri, scopes, until } = begun;
  if (!isUuid(appId)) return false;
  const verifier = seal(sealingKeys, verifierPlace(appId, stateDigest), begun.codeVerifier);
  return asKeeper(pool, async (connection) => {
    await connection.query(sql.unsafe`
      DELETE FROM dialpad_authorisations
      WHERE state_digest IN (
        SELECT state_digest FROM dialpad_authorisations
        WHERE until <= ${timestamp(sources.now())}
        FOR UPDATE SKIP LOCKED
      )
    `);
    const { rowCount } = await connection.query(sql.unsafe`
      INSERT INTO dialpad_authorisations (
        state_digest, app_id, browser_digest, code_verifier, code_verifier_key_id,
        redirect_uri, scopes, until
      )
      SELECT
        ${stateDigest}, app_id, ${browserDigest}, ${sql.binary(Buffer.from(verifier.bytes))},
        ${verifier.keyId}, ${redirectUri}, ${sql.array([...scopes], 'text')},
        ${timestampOf(until)}::timestamptz
      FROM apps
      WHERE app_id = ${appId}::uuid
    `);
    return rowCount > 0;
  });
}

const Taken = z.object({
  app_id: z.string(),
  browser_digest: z.string(),
  code_verifier: z.instanceof(Uint8Array),
  code_verifier_key_id: z.string(),
  redirect_uri: z.string(),
  scopes: z.array(z.string()),
  until: z.number(),
});

export async function takeAuthorisation(
  { pool, sealingKeys, sources }: ConnectionStoreDeps,
  stateDigest: string,
  browserDigest: string,
): Promise<Authorisation | null> {
  if (!isStorable(stateDigest)) return null;
  const row = await asKeeper(pool, (connection) =>
    connection.maybeOne(sql.type(Taken)`
      DELETE FROM dialpad_authorisations
      WHERE state_digest = ${stateDigest}
      RETURNING
        app_id, browser_digest, code_verifier, code_verifier_key_id, redirect_uri, scopes, until
    `),
  );
  if (row === null || row.until <= sources.now() || row.browser_digest !== browserDigest) {
    return null;
  }
  // Only now, since a verifier that cannot be opened must not bring the row back.
  const sealed = { keyId: row.code_verifier_key_id, bytes: row.code_verifier };
  return {
    stateDigest,
    browserDigest,
    appId: row.app_id,
    codeVerifier: unseal(sealingKeys, verifierPlace(row.app_id, stateDigest), sealed),
    redirectUri: row.redirect_uri,
    scopes: row.scopes,
    until: row.until,
  };
}

const verifierPlace = (appId: string, stateDigest: string): SealedPlace => ({
  table: 'dialpad_authorisations',
  column: 'code_verifier',
  // As the database writes it.
  appId: appId.toLowerCase(),
  rowId: stateDigest,
});
