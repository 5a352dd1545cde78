import type { ConnectionStatus } from '../domain/connection.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { Update } from '../domain/update.ts';
import type { MemorySources, MemoryState } from './state.ts';
import { streamOf } from './stream-of.ts';

/** The next update of the app: its link to Dialpad has changed. */
export function announceConnection(
  memory: MemoryState,
  sources: MemorySources,
  { appId, state }: Pick<ConnectionStatus, 'appId' | 'state'>,
): Update {
  const { epoch, updates } = streamOf(memory, sources, appId);
  const at = timestampOf(sources.now());
  const update: Update = {
    epoch,
    position: updates.length + 1,
    appId,
    id: sources.newId(),
    type: 'connection.updated',
    at,
    data: { state, at },
  };
  updates.push(update);
  return update;
}
