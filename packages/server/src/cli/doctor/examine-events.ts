import { z } from 'zod';

import { queryOf } from '../api/query-of.ts';
import type { Cli } from '../cli.ts';
import { asked } from './asked.ts';
import { type Found, fail, ok, warn } from './finding.ts';

const Events = z.object({
  data: z.array(z.object({ kind: z.string(), source: z.string(), received_at: z.iso.datetime() })),
});

/** Recovered events and tests of ours may lie above it. */
const NEWEST = 200;
const DAY_MS = 86_400_000;

/** When Dialpad was last heard of. */
export async function examineEvents(
  { api, now, name }: Pick<Cli, 'api' | 'now' | 'name'>,
  appId: string,
): Promise<Found> {
  const path = `/internal/events${queryOf({ app_id: appId, limit: NEWEST })}`;
  const answer = await asked(api.get(path, 'operator'), Events);
  if (answer.isErr()) return fail('last-event', answer.error.message);
  const last = answer.value.data.find(
    ({ kind, source }) => source === 'webhook' && kind !== 'other',
  );
  const fix = `call somebody, and see: ${name} events list --app ${appId}`;
  if (last === undefined) return warn('last-event', 'Dialpad has sent nothing lately', fix);
  const detail = `Dialpad's newest came at ${last.received_at}`;
  return now() - Date.parse(last.received_at) > DAY_MS
    ? warn('last-event', `${detail}, more than a day ago`, fix)
    : ok('last-event', detail);
}
