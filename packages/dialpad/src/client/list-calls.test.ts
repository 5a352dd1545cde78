import { expect, test } from 'vitest';

import { status } from '../testing/answers.test.support.ts';
import { listed } from '../testing/open-rig.test.support.ts';
import { answerJson } from '../testing/open-server.test.support.ts';
import { useRigs } from '../testing/use-rigs.test.support.ts';

const { rigOf } = useRigs();

const FROM = 1_793_534_400_000;
const WINDOW = { from: FROM, to: FROM + 1_000 };
const STARTED = { date_started: String(FROM) };

test('calls that cannot be read are left out, and the list goes on behind them', async () => {
  let deep: unknown = 'deep';
  for (let depth = 0; depth < 100; depth += 1) deep = [deep];
  const pages = [
    { items: [{ ...STARTED }, { ...STARTED, call_id: 1 }, { call_id: '' }], cursor: 'odd' },
    { items: [{ call_id: {} }, 'no call', 7, [], { call_id: 'x'.repeat(65) }], cursor: 'last' },
    {
      items: [
        { ...STARTED, call_id: 2, deep },
        { ...STARTED, call_id: 3 },
      ],
    },
  ];
  const { client, seen } = await rigOf((_one, response) => answerJson(response, pages.shift()));
  const calls = await listed(client.calls(WINDOW));
  expect(calls.map((call) => call._unsafeUnwrap().callId)).toEqual(['1', '3']);
  expect(seen).toHaveLength(3);
});

test('an answer that is no list still ends it with an error', async () => {
  for (const text of ['[]', '{"items": {}}', 'no JSON']) {
    const { client } = await rigOf(status(200, text));
    const calls = await listed(client.calls(WINDOW));
    expect(calls.map((call) => call._unsafeUnwrapErr().kind)).toEqual(['dialpad-unavailable']);
  }
});

test('another list ends with what cannot be read: what is set up must not be taken for missing', async () => {
  const { client } = await rigOf(status(200, '{"items": [{"id": 1}, {}, {"id": 2}]}'));
  const webhooks = await listed(client.webhooks());
  expect(webhooks.map((webhook) => webhook.isOk())).toEqual([true, false]);
});
