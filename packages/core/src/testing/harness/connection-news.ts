import assert from 'node:assert/strict';

import { okAsync } from 'neverthrow';

import type { ConnectionNews, Update } from '../../domain/update.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { answered } from './answered.ts';

/** Dialpad takes the app's tokens no more. */
export async function needsPerson(
  { connectionStore }: Pick<StorageSubject, 'connectionStore'>,
  appId: string,
): Promise<readonly Update[]> {
  const decision = { kind: 'reauthorisation-needed' } as const;
  const changed = await answered(connectionStore.changeTokens(appId, () => okAsync(decision)));
  assert.equal(changed?.tokens, null);
  return changed.updates;
}

interface ExpectedNews {
  readonly appId: string;
  readonly state: ConnectionNews['state'];
  readonly updates: readonly Update[];
  readonly position: number;
}

/** One update, at this place of the app's log, which ends there. */
export async function assertNews(
  { updateLog }: Pick<StorageSubject, 'updateLog'>,
  { appId, state, updates, position }: ExpectedNews,
): Promise<void> {
  const head = await answered(updateLog.head(appId));
  const [update] = updates;
  assert.ok(head !== null && update !== undefined);
  assert.equal(head.position, position);
  assert.deepEqual(updates, [
    {
      ...head,
      appId,
      id: update.id,
      type: 'connection.updated',
      at: update.at,
      data: { state, at: update.at },
    },
  ]);
  assert.deepEqual(await answered(updateLog.readAfter(appId, position - 1, 10)), updates);
}
