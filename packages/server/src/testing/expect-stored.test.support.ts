import { expect } from 'vitest';

import type { ApiClient, Row, Tenant } from '../testing/api-client.test.support.ts';
import { waitUntilProcessed } from '../testing/wait-until-processed.test.support.ts';
import { foldOf } from './fold-of.test.support.ts';

export interface Stored {
  readonly client: ApiClient;
  readonly tenant: Tenant;
  /** All events of each call. */
  readonly stories: readonly (readonly object[])[];
}

/** Every event once, every call once, and each the fold of its events. Gives the events' rows. */
export async function expectStored({ client, tenant, stories }: Stored): Promise<readonly Row[]> {
  await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 60_000 });
  const events = await client.list(`/internal/events?app_id=${tenant.appId}`, 'operator');
  expect(events).toHaveLength(stories.flat().length);
  expect(new Set(events.map((event) => event['state']))).toEqual(new Set(['done']));

  const calls = await client.list('/api/calls', tenant);
  const byId = new Map(calls.map((call) => [call['dialpad_call_id'], call]));
  expect(byId.size).toBe(calls.length);
  expect(calls).toHaveLength(stories.length);
  for (const story of stories) {
    const view = foldOf(story);
    expect(byId.get(view.dialpad_call_id)).toMatchObject({ ...view });
  }
  return events;
}
