import { describe, expect, test } from 'vitest';

import { inTurn, status } from './testing/answers.test.support.ts';
import { listed } from './testing/open-rig.test.support.ts';
import { answerJson } from './testing/open-server.test.support.ts';
import { useRigs } from './testing/use-rigs.test.support.ts';

const { rigOf } = useRigs();

describe('lists', () => {
  test('go on with the cursor, and end without one', async () => {
    const pages = [
      { cursor: 'a b&c=+', items: [{ id: 1 }] },
      { cursor: 'next', items: null },
      { cursor: 'last' },
      { items: [{ id: '9223372036854775807' }, null], cursor: '' },
    ];
    const { client, seen } = await rigOf((_one, response) => answerJson(response, pages.shift()));
    const ids = (await listed(client.webhooks())).map((item) => item._unsafeUnwrap().id);
    expect(ids).toEqual(['1', '9223372036854775807']);
    const cursors = seen.map(({ url }) => new URL(url, 'http://x').searchParams.get('cursor'));
    expect(cursors).toEqual([null, 'a b&c=+', 'next', 'last']);
  });

  test('of which a cursor comes twice end with an error', async () => {
    const { client, seen } = await rigOf((_one, response) =>
      answerJson(response, { cursor: 'again', items: [{ id: 1 }] }),
    );
    const items = await listed(client.webhooks());
    expect(items.map((item) => item.isOk())).toEqual([true, true, false]);
    expect(seen).toHaveLength(2);
  });

  test('end with the first error', async () => {
    const answers = inTurn(
      (_one, response) => answerJson(response, { cursor: 'next', items: [{ id: 1 }] }),
      status(403),
    );
    const { client } = await rigOf(answers);
    const items = await listed(client.webhooks());
    expect(items.map((item) => item.isOk())).toEqual([true, false]);
  });

  test('without an end and without items end with an error', async () => {
    let page = 0;
    const { client } = await rigOf(
      (_one, response) => {
        page += 1;
        answerJson(response, { cursor: String(page) });
      },
      { requestsPerSecond: 1_000 },
    );
    const items = await listed(client.webhooks());
    expect(items.map((item) => item.isOk())).toEqual([false]);
  });

  test('that are left ask no further', async () => {
    const { client, seen } = await rigOf((_one, response) =>
      answerJson(response, { cursor: 'next', items: [{ id: 1 }, { id: 2 }] }),
    );
    for await (const item of client.webhooks()) {
      expect(item.isOk()).toBe(true);
      break;
    }
    expect(seen).toHaveLength(1);
  });

  test('of calls hold what started from the start and before the end, whatever Dialpad counts in', async () => {
    const [from, to] = [1_793_534_400_000, 1_793_534_401_000];
    const items = [to, to - 1, from, from - 1].map((at, index) => ({
      call_id: String(index + 1),
      date_started: String(at),
    }));
    const { client, seen } = await rigOf((_one, response) => answerJson(response, { items }));
    const calls = await listed(client.calls({ from, to }));
    expect(calls.map((call) => call._unsafeUnwrap().startedAt)).toEqual([to - 1, from]);
    const { searchParams } = new URL(seen[0]?.url ?? '', 'http://x');
    expect(Number(searchParams.get('started_after'))).toBeLessThan(from);
    expect(Number(searchParams.get('started_before'))).toBeGreaterThanOrEqual(to);
  });

  test('of calls keep numbers as they were written', async () => {
    const text =
      '{"items": [{"total_duration": 8951.029999999999, "date_started": "1793534400000",' +
      '"date_ended": 1793534400900, "call_id": 9223372036854775807, "master_call_id": "9223372036854775806"}]}';
    const { client } = await rigOf(status(200, text));
    const to = 1_793_534_400_001;
    const [call] = await listed(client.calls({ from: to - 1_000, to }));
    expect(call?._unsafeUnwrap()).toEqual({
      callId: '9223372036854775807',
      startedAt: 1_793_534_400_000,
      endedAt: 1_793_534_400_900,
      json:
        '{"call_id":9223372036854775807,"date_ended":1793534400900,"date_started":"1793534400000",' +
        '"master_call_id":"9223372036854775806","total_duration":8951.029999999999}',
    });
  });
});
