import type { DialpadCall } from '@dialpad-cti/core';
import { z } from 'zod';

import { sortedJson } from '../json/sorted-json.ts';
import { Id, OptionalTime } from './scalars.ts';

const Known = z.object({ call_id: Id, date_started: OptionalTime, date_ended: OptionalTime });

export const Call = z.unknown().transform((value, context): DialpadCall => {
  const read = Known.safeParse(value);
  if (!read.success) {
    context.issues.push(...read.error.issues.map((issue) => ({ ...issue, input: undefined })));
    return z.NEVER;
  }
  const json = sortedJson(value);
  if (json.isErr()) {
    context.issues.push({ code: 'custom', message: json.error.kind, input: undefined });
    return z.NEVER;
  }
  const { call_id: callId, date_started: startedAt, date_ended: endedAt } = read.data;
  return { callId, startedAt, endedAt, json: json.value };
});
