import { KEPT_ANSWER_MS, type KeptAnswer, type OnceRequest, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

import { bindToText, type SealedPlace, type SealingKeys, seal, unseal } from '../sealing.ts';

/** What a key's answers are found and sealed by. */
export interface AnswerPlace {
  readonly request: OnceRequest;
  /** SHA-256 of the request's key. */
  readonly keyDigest: Buffer;
  readonly sealingKeys: SealingKeys;
  /** Epoch ms. */
  readonly now: number;
}

export interface FoundAnswer {
  readonly answer: KeptAnswer;
  /** The key came with this very request. */
  readonly isSame: boolean;
}

const Row = z.object({ answer: z.instanceof(Uint8Array), answer_key_id: z.string() });

/** The digest is sealed as well: from it one could try out what was asked for. */
const Opened = z.object({ digest: z.string(), status: z.number(), body: z.string() });

export async function findAnswer(
  connection: CommonQueryMethods,
  { request, keyDigest, sealingKeys, now }: AnswerPlace,
): Promise<FoundAnswer | null> {
  const row = await connection.maybeOne(sql.type(Row)`
    SELECT answer, answer_key_id
    FROM kept_answers
    WHERE key_digest = ${sql.binary(keyDigest)}
      AND kept_at > ${timestampOf(now - KEPT_ANSWER_MS)}::timestamptz
  `);
  if (row === null) return null;
  const sealed = { keyId: row.answer_key_id, bytes: row.answer };
  const keys = bindToText(sealingKeys, request.key);
  const { digest, ...answer } = Opened.parse(JSON.parse(unseal(keys, placeOf(keyDigest), sealed)));
  return { answer, isSame: digest === hexOf(request.digest) };
}

export async function keepAnswer(
  connection: CommonQueryMethods,
  { request, keyDigest, sealingKeys, now }: AnswerPlace,
  { status, body }: KeptAnswer,
): Promise<void> {
  const text = JSON.stringify({ digest: hexOf(request.digest), status, body });
  const sealed = seal(bindToText(sealingKeys, request.key), placeOf(keyDigest), text);
  // One whose time is over may still be there.
  await connection.query(sql.unsafe`
    INSERT INTO kept_answers (key_digest, kept_at, answer, answer_key_id)
    VALUES (
      ${sql.binary(keyDigest)}, ${timestampOf(now)}::timestamptz,
      ${sql.binary(Buffer.from(sealed.bytes))}, ${sealed.keyId}
    )
    ON CONFLICT (key_digest) DO UPDATE
      SET kept_at = excluded.kept_at,
          answer = excluded.answer,
          answer_key_id = excluded.answer_key_id
  `);
}

const MOST_DROPPED = 100;

/** Some of those whose time is over: more than one comes with each, so none stays for long. */
export async function dropOldAnswers(connection: CommonQueryMethods, now: number): Promise<void> {
  await connection.query(sql.unsafe`
    DELETE FROM kept_answers
    WHERE key_digest IN (
      SELECT key_digest
      FROM kept_answers
      WHERE kept_at <= ${timestampOf(now - KEPT_ANSWER_MS)}::timestamptz
      ORDER BY kept_at
      LIMIT ${MOST_DROPPED}
      FOR UPDATE SKIP LOCKED
    )
  `);
}

function placeOf(keyDigest: Buffer): SealedPlace {
  return { table: 'kept_answers', column: 'answer', appId: '', rowId: hexOf(keyDigest) };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
