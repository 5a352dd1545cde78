import { expect, test } from 'vitest';

import { createRequestLines } from './create-request-lines.ts';
import { createTroubles } from './create-troubles.ts';
import type { Log, LogFields, LogLine } from './log.ts';

function openLog(): { readonly log: Log; readonly seen: (readonly [string, LogFields])[] } {
  const seen: (readonly [string, LogFields])[] = [];
  const line: LogLine = (message, fields = {}) => void seen.push([message, fields]);
  return { log: { debug: line, info: line, warn: line, error: line, fatal: line }, seen };
}

test('trouble is told once a second for each kind, with how often it was not', () => {
  const { log, seen } = openLog();
  let now = 0;
  const sayTrouble = createTroubles(log, () => now);
  for (let time = 0; time < 1000; time += 1) sayTrouble('store');
  sayTrouble('other');
  now = 1000;
  sayTrouble('store');
  expect(seen).toEqual([
    ['store', {}],
    ['other', {}],
    ['store', { leftOut: 999 }],
  ]);
});

test('a thousand good answers do not keep a bad one out of the log', () => {
  const { log, seen } = openLog();
  const say = createRequestLines(log, () => 0);
  const request = { requestId: 'x', method: 'GET', route: '/', durationMs: 1, isAborted: false };
  for (let time = 0; time < 1000; time += 1) say({ ...request, status: 200 });
  say({ ...request, status: 500 });
  expect(seen).toHaveLength(21);
  expect(seen.at(-1)).toMatchObject(['request', { status: 500 }]);
});
