import type { CallWindow, DialpadCall, DialpadItems } from '@dialpad-cti/core';

import { LIST_CALLS } from '../requests/endpoints.ts';
import { Call } from '../wire/call.ts';
import { callWindows } from './call-windows.ts';
import type { Pages } from './create-pages.ts';

/** The calls of a window of any length, the newest first. */
export function listCalls(
  pages: Pages,
  window: CallWindow,
  now: () => number,
): DialpadItems<DialpadCall> {
  return {
    async *[Symbol.asyncIterator]() {
      for (const part of callWindows(window, now())) {
        for await (const call of pages({
          endpoint: LIST_CALLS,
          query: queryOf(part),
          item: Call,
          unreadable: 'left-out',
        })) {
          if (call.isErr() || startsWithin(part, call.value)) yield call;
          if (call.isErr()) return;
        }
      }
    },
  };
}

/** Whether Dialpad's own ends are in or out is not documented: one ms more, and a look at each call. */
function queryOf({ from, to }: CallWindow): Readonly<Record<string, string>> {
  return {
    started_after: String(Math.max(0, from - 1)),
    started_before: String(to),
  };
}

function startsWithin({ from, to }: CallWindow, { startedAt }: DialpadCall): boolean {
  return startedAt === null || (startedAt >= from && startedAt < to);
}
