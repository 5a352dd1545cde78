import { type ConnectionStatus, timestampOf, type Update } from '@dialpad-cti/core';
import type { CommonQueryMethods } from 'slonik';

import type { Sources } from '../sources.ts';
import { appendUpdate } from '../updates/append-update.ts';

/** The next update of the app: its link to Dialpad has changed. */
export function announceConnection(
  connection: CommonQueryMethods,
  sources: Sources,
  { appId, state }: Pick<ConnectionStatus, 'appId' | 'state'>,
): Promise<Update> {
  const at = timestampOf(sources.now());
  const news = { appId, type: 'connection.updated', at, data: { state, at } } as const;
  return appendUpdate(connection, sources, news);
}
