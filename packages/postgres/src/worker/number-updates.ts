import { timestampOf, type Update } from '@dialpad-cti/core';

import type { Batch } from './batch.ts';
import type { Shown } from './stage-changes.ts';

/** The next positions of each app's stream. Nothing is taken until `advance` is called. */
export function numberUpdates(
  { streams, sources }: Batch,
  shown: readonly Shown[],
): { readonly updates: readonly Update[]; readonly advance: () => void } {
  const at = timestampOf(sources.now());
  const heads = new Map<string, number>();
  const updates = shown.map(({ appId, type, data }) => {
    const stream = streams.get(appId);
    if (stream === undefined) throw new Error('a record changed of an app that is not held');
    const position = (heads.get(appId) ?? stream.position) + 1;
    heads.set(appId, position);
    return { epoch: stream.epoch, position, appId, id: sources.newId(), type, at, data };
  });
  return {
    updates,
    advance: () => {
      for (const [appId, position] of heads) {
        const stream = streams.get(appId);
        if (stream !== undefined) stream.position = position;
      }
    },
  };
}
