import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';

import { createLog } from './create-log.ts';
import { createSecurityLines } from './create-security-lines.ts';

const EVENT = {
  requestId: 'request-1',
  method: 'GET',
  route: '/api/calls',
  address: '192.0.2.7',
} as const;

function openLines(now: () => number) {
  const destination = new PassThrough();
  let written = '';
  destination.on('data', (chunk) => {
    written += String(chunk);
  });
  const log = createLog({ level: 'debug', isPretty: false, isColored: false, destination });
  const say = createSecurityLines(log, now);
  const lines = () =>
    written
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as object);
  return { say, lines };
}

test('each is one line, with the beginning of the hook and no more of it', () => {
  const { say, lines } = openLines(() => 0);
  say({ ...EVENT, kind: 'signature-refused', hookId: 'abcdefghijklmnop', reason: 'not-hs256' });
  say({ ...EVENT, kind: 'operator-act', appId: 'app-1' });

  expect(lines()).toMatchObject([
    {
      level: 'warn',
      msg: 'security',
      event: 'signature-refused',
      hook: 'abcdef',
      reason: 'not-hs256',
    },
    { level: 'info', msg: 'security', event: 'operator-act', appId: 'app-1', address: '192.0.2.7' },
  ]);
  expect(JSON.stringify(lines())).not.toContain('abcdefg');
});

test('in a flood of one kind the others are still written, and what was left out is counted', () => {
  let now = 0;
  const { say, lines } = openLines(() => now);
  for (let count = 0; count < 80; count += 1) say({ ...EVENT, kind: 'key-refused' });
  say({ ...EVENT, kind: 'operator-refused' });
  now = 1_000;
  say({ ...EVENT, kind: 'key-refused' });

  expect(lines()).toHaveLength(52);
  expect(lines().at(-2)).toMatchObject({ event: 'operator-refused' });
  expect(lines().at(-1)).toMatchObject({ event: 'key-refused', leftOut: 30 });
});
