import { isDeepStrictEqual } from 'node:util';

import type { ApiClient, Row, Tenant } from './api-client.test.support.ts';

export interface Records {
  readonly calls: readonly Row[];
  readonly messages: readonly Row[];
  readonly voicemails: readonly Row[];
}

export async function readRecords(
  client: ApiClient,
  tenant: Pick<Tenant, 'apiKey'>,
): Promise<Records> {
  const [calls, messages, voicemails] = await Promise.all(
    ['/api/calls', '/api/messages', '/api/voicemails'].map((path) => client.list(path, tenant)),
  );
  return { calls: calls ?? [], messages: messages ?? [], voicemails: voicemails ?? [] };
}

/** One line for each record that is missing or has a field that differs. */
export function compareRecords(records: Records, expected: Records): readonly string[] {
  return [
    ...differences(records.calls, expected.calls, 'dialpad_call_id'),
    ...differences(records.messages, expected.messages, 'dialpad_message_id'),
    ...differences(records.voicemails, expected.voicemails, 'dialpad_call_id'),
  ];
}

function differences(
  rows: readonly Row[],
  views: readonly Row[],
  idField: string,
): readonly string[] {
  const byId = new Map(rows.map((row) => [row[idField], row]));
  return views.flatMap((view) => {
    const row = byId.get(view[idField]);
    if (row === undefined) return [`${idField} ${String(view[idField])} is missing`];
    const fields = Object.keys(view).filter((name) => !isDeepStrictEqual(row[name], view[name]));
    return fields.map(
      (name) =>
        `${idField} ${String(view[idField])} ${name}: ${JSON.stringify(row[name])} should be ${JSON.stringify(view[name])}`,
    );
  });
}
