import type { Context } from 'koa';
import bodyParser from 'koa-bodyparser';
import { err, errAsync, ok, okAsync, type Result, ResultAsync } from 'neverthrow';
import { z } from 'zod';

import type { BodyFault } from '../http-fault.ts';

export type ReadJson = (ctx: Context) => ResultAsync<unknown, BodyFault>;

/** A JSON object; no body at all is an empty one. */
export function createReadJson(): ReadJson {
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: LIMIT });
  const read = ResultAsync.fromThrowable(
    async (ctx: Context) => {
      try {
        await parse(ctx, async () => {});
        return ctx.request.body;
      } finally {
        // What lies beyond the limit: unread it would stand in front of the connection's next request.
        ctx.req.resume();
      }
    },
    (error) => faultOf(error),
  );
  return (ctx) => {
    const coding = ctx.request.headers['content-encoding'] ?? 'identity';
    if (coding.toLowerCase() !== 'identity') {
      return errAsync({ kind: 'content-coding-unsupported' });
    }
    if (ctx.request.headers['content-length'] === '0') return okAsync({});
    return ctx.request.is('application/json') === false
      ? errAsync({ kind: 'media-type-unsupported' })
      : read(ctx).andThen(objectIn);
  };
}

const LIMIT = '64kb';

const ParserError = z.object({ status: z.int(), type: z.string().optional() });

function faultOf(error: unknown): BodyFault {
  const known = ParserError.safeParse(error);
  if (known.data?.status === 413) return { kind: 'body-too-large' };
  if (known.data?.status === 415) return { kind: 'media-type-unsupported' };
  const isCutOff = known.data?.type?.startsWith('request.') === true;
  return { kind: isCutOff ? 'body-incomplete' : 'body-malformed' };
}

const objectIn = (body: unknown): Result<unknown, BodyFault> =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? ok(body)
    : err({ kind: 'body-malformed' });
