import { describe, expect, test } from 'vitest';

import type { SubscriptionKind } from '../world.ts';
import { type NextTry, nextTry, type Tries } from './next-try.ts';
import type { PostAnswer } from './post.ts';

const SILENCE: PostAnswer = { kind: 'unanswered' };
const answered = (status: number): PostAnswer => ({ kind: 'answered', status });

/** The waits of a delivery that always gets this, and what becomes of it. */
function fate(kind: SubscriptionKind, answers: () => PostAnswer) {
  const waits: number[] = [];
  let tries: Tries = { scheduled: 0, quick: 0 };
  for (;;) {
    const next: NextTry = nextTry(kind, tries, answers());
    if (next.kind !== 'again') return { waits, end: next.kind };
    waits.push(next.afterMs);
    tries = next.tries;
  }
}

describe('after a 5xx', () => {
  test.each([
    ['call', [2, 4, 8]],
    ['sms', [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]],
    ['agent_status', [0.1, 0.2, 0.4, 0.8]],
    ['contact', [0.1, 0.2, 0.4, 0.8]],
    ['changelog', [0.1, 0.2, 0.4, 0.8]],
  ] as const)('%s is tried again after %j s, and then lost', (kind, seconds) => {
    for (const status of [500, 502, 503, 599]) {
      const waits = seconds.map((second) => second * 1000);
      expect(fate(kind, () => answered(status))).toEqual({ waits, end: 'lost' });
    }
  });
});

test.each([400, 401, 404, 408, 413, 422, 429, 499, 301, 302, 307, 308])(
  'a %i is final',
  (status) => {
    expect(fate('sms', () => answered(status))).toEqual({ waits: [], end: 'lost' });
  },
);

test.each([200, 201, 202, 204, 299])('a %i is enough', (status) => {
  expect(fate('call', () => answered(status))).toEqual({ waits: [], end: 'acknowledged' });
});

describe('after silence', () => {
  test('two more tries follow at once, and none by the table', () => {
    expect(fate('sms', () => SILENCE)).toEqual({ waits: [0, 0], end: 'lost' });
  });

  test('an answer begins the count anew, and leaves the place in the table', () => {
    const answers = [SILENCE, SILENCE, answered(503), SILENCE, SILENCE, answered(503), SILENCE];
    const rest = [...answers, SILENCE, SILENCE];
    const waits = [0, 0, 2000, 0, 0, 4000, 0, 0];
    expect(fate('call', () => rest.shift() ?? SILENCE)).toEqual({ waits, end: 'lost' });
  });
});
