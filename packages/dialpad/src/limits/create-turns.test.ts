import { expect, test } from 'vitest';

import { createTurns, type Turns } from './create-turns.ts';

type Turn = Awaited<ReturnType<Turns['take']>>;

const elapsed = () => performance.now();
const WIDE = { count: 1_000, spanMs: 60_000 };

function turnsOf(count: number, spanMs = 50) {
  const turns = createTurns({ limit: { count, spanMs }, elapsed });
  return {
    ...turns,
    taken: async (endpoint = 'GET /', limit = WIDE, patienceMs = 5_000): Promise<Turn> =>
      turns.take({ endpoint, limit, patienceMs }),
  };
}

function end(turn: Turn): void {
  if (turn.kind === 'taken') turn.end();
}

test('first come, first served', async () => {
  const { taken } = turnsOf(1, 5);
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3, 4].map(async (nth) => {
      const turn = await taken();
      order.push(nth);
      end(turn);
    }),
  );
  expect(order).toEqual([1, 2, 3, 4]);
});

test('whoever waits for an endpoint holds up nobody else', async () => {
  const { taken } = turnsOf(100);
  const one = { count: 1, spanMs: 60_000 };
  end(await taken('GET /slow', one));
  const waiting = taken('GET /slow', one, 90_000);
  expect((await taken('GET /quick')).kind).toBe('taken');
  expect(await taken('GET /slow', one, 10)).toMatchObject({ kind: 'too-late' });
  expect(await Promise.race([waiting, Promise.resolve('waiting')])).toBe('waiting');
});

test('who cannot have a turn in time is told so at once, and when', async () => {
  const { taken, pause } = turnsOf(1, 60_000);
  const turn = await taken();
  // One is under way: nobody knows when it ends, so this one waits for all of its time.
  expect((await taken('GET /', WIDE, 20)).kind).toBe('too-late');
  end(turn);
  const late = await taken('GET /', WIDE, 1_000);
  expect(late.kind === 'too-late' && late.waitMs).toBeGreaterThan(50_000);
  pause(120_000);
  const paused = await taken('GET /', WIDE, 70_000);
  expect(paused.kind === 'too-late' && paused.waitMs).toBeGreaterThan(110_000);
});

test('a pause holds back everybody until it is over', async () => {
  const { taken, pause } = turnsOf(10);
  pause(60);
  const since = elapsed();
  await Promise.all([taken('GET /a'), taken('GET /b')]);
  expect(elapsed() - since).toBeGreaterThanOrEqual(60);
});

test('a close answers all who wait, and all who come', async () => {
  const { taken, close } = turnsOf(1);
  await taken();
  const waiting = [taken(), taken()];
  close();
  expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(['closed', 'closed']);
  expect((await taken()).kind).toBe('closed');
});
