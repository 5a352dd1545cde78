import type { Act, AuditAction } from '@dialpad-cti/core';
import type { CommonQueryMethods } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import type { Sources } from '../sources.ts';
import type { TakenEvent } from './take-held.ts';

/** The one entry for all of them; none for none. */
export async function noteTaken(
  connection: CommonQueryMethods,
  sources: Sources,
  { act, action, events }: NotedChange,
): Promise<void> {
  const [first, ...others] = events;
  if (first === undefined) return;
  const { id, appId } = first;
  await writeAudit(connection, sources, {
    ...act,
    action,
    appId: others.every((other) => other.appId === appId) ? appId : null,
    subjectId: others.length === 0 ? id : null,
    count: events.length,
  });
}

export interface NotedChange {
  readonly act: Act;
  readonly action: AuditAction;
  readonly events: readonly TakenEvent[];
}
