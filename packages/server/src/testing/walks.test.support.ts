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

/** Far from the operator's limit of requests. */
const LOOK_MS = 250;

type Operator = Pick<DialpadStage, 'operate'>;

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
