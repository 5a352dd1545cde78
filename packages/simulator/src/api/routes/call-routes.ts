import { z } from 'zod';

import type { SimCall } from '../../world.ts';
import { type Answer, answered } from '../answer.ts';
import type { ApiDeps } from '../api-deps.ts';
import { PAGE_QUERY, pageOf } from '../page-of.ts';
import { parseQuery } from '../parse-input.ts';
import { refuse } from '../refuse.ts';
import type { ApiRequest, GuardedRoute } from '../route.ts';
import { isOfTarget, TARGET_QUERY } from './target-query.ts';

const CALL_PAGE = 50;
const WINDOW_MS = 30 * 24 * 60 * 60 * 1_000;

const epochMs = z.coerce.number().int().nonnegative();
const asked = z.object({
  ...PAGE_QUERY,
  ...TARGET_QUERY,
  limit: z.coerce.number().int().positive().max(CALL_PAGE).optional(),
  started_after: epochMs.optional(),
  started_before: epochMs.optional(),
});
const withTarget = z.object({ target: z.object({ type: z.unknown(), id: z.unknown() }) });

export function callRoutes({ world, clock }: ApiDeps): readonly GuardedRoute[] {
  const list = ({ query }: ApiRequest): Answer => {
    const parsed = parseQuery(asked, query);
    if (!parsed.ok) return parsed.answer;
    const { cursor, limit = CALL_PAGE, started_before: before = clock.now() + 1 } = parsed.value;
    const after = parsed.value.started_after ?? before - WINDOW_MS + 1;
    if (before - after >= WINDOW_MS) {
      return refuse(400, 'started_after and started_before must lie less than 30 days apart');
    }
    const isListed = isOfTarget(parsed.value);
    const calls = [...world.calls.values()]
      .filter(({ concludedAt }) => concludedAt !== null)
      .filter(({ startedAt }) => startedAt > after && startedAt < before)
      .filter(({ rest }) => {
        const target = withTarget.safeParse(rest).data?.target;
        return isListed(target?.type, target?.id);
      });
    return pageOf(calls, { cursor, size: limit, keyOf: newestFirst, show: ({ rest }) => rest });
  };

  const show = ({ params }: ApiRequest): Answer => {
    const id = params['id'] ?? '';
    const call = world.calls.get(id);
    return call === undefined ? refuse(404, `call ${id} not found`) : answered(call.rest);
  };

  const transcript = ({ params }: ApiRequest): Answer => {
    const id = params['call_id'] ?? '';
    if (!world.calls.has(id)) return refuse(404, `call ${id} not found`);
    const lines = world.transcripts.get(id);
    return answered({ call_id: id, ...(lines === undefined ? {} : { lines }) });
  };

  return [
    {
      method: 'GET',
      path: '/api/v2/call',
      perMinute: 1_200,
      isForAdmins: true,
      scope: 'calls:list',
      answer: list,
    },
    { method: 'GET', path: '/api/v2/call/:id', perMinute: 10, answer: show },
    { method: 'GET', path: '/api/v2/transcripts/:call_id', perMinute: 1_200, answer: transcript },
  ];
}

const FAR_FUTURE_MS = 8_640_000_000_000_000;

const newestFirst = ({ startedAt, callId }: SimCall): string =>
  `${String(FAR_FUTURE_MS - startedAt).padStart(16, '0')} ${callId}`;
