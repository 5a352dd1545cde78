import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import type { DialpadStage } from './open-dialpad-stage.test.support.ts';
import { waitFor } from './wait-for.test.support.ts';

const Walk = z.object({
  id: z.string(),
  reason: z.string(),
  from: z.string(),
  to: z.string(),
  state: z.string(),
  progress: z.number(),
  reached: z.string(),
  listed: z.number(),
  recovered: z.number(),
  error: z.string().nullable(),
  created_at: z.string(),
});
/** A walk along Dialpad's call list, as the API shows it. */
export type Walk = z.infer<typeof Walk>;

const One = z.object({ data: Walk });
const Many = z.object({ data: z.array(Walk) });

/** Far from the operator's limit of requests. */
const LOOK_MS = 250;

type Operator = Pick<DialpadStage, 'operate'>;

/** The newest 200. */
export async function listWalks({ operate }: Operator, appId: string): Promise<readonly Walk[]> {
  const { body } = await operate('GET', `/internal/apps/${appId}/backfills?limit=200`);
  return Many.parse(body).data;
}

/** Over calls that started from then on (epoch ms), until now. */
export async function askForWalk(
  { operate }: Operator,
  appId: string,
  from: number,
): Promise<Walk> {
  const window = { from: new Date(from).toISOString(), to: new Date().toISOString() };
  const { body } = await operate('POST', `/internal/apps/${appId}/backfills`, window);
  return One.parse(body).data;
}

export async function readWalk({ operate }: Operator, appId: string, id: string): Promise<Walk> {
  const { body } = await operate('GET', `/internal/apps/${appId}/backfills/${id}`);
  return One.parse(body).data;
}

/** The walk once it is over, however it ended. */
export async function endOfWalk(operator: Operator, appId: string, id: string): Promise<Walk> {
  let walk = await readWalk(operator, appId, id);
  await waitFor('the end of a walk', async () => {
    if (walk.state === 'done' || walk.state === 'failed') return true;
    await delay(LOOK_MS);
    walk = await readWalk(operator, appId, id);
    return false;
  });
  return walk;
}

/** The first that the server began by itself from then on (epoch ms), once it is done. */
export async function nextWalk(
  operator: Operator,
  appId: string,
  since: { readonly beganAfter: number; readonly limitMs: number },
): Promise<Walk> {
  const isNext = ({ reason, state, created_at }: Walk): boolean =>
    reason !== 'operator' && state === 'done' && Date.parse(created_at) > since.beganAfter;
  let found: Walk | undefined;
  await waitFor(
    'a walk of its own accord',
    async () => {
      found = (await listWalks(operator, appId)).findLast(isNext);
      if (found === undefined) await delay(LOOK_MS);
      return found !== undefined;
    },
    since.limitMs,
  );
  if (found === undefined) throw new Error('It was waited for.');
  return found;
}
