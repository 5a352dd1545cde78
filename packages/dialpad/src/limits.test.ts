import { describe, expect, test } from 'vitest';

import { webhook } from './testing/answers.test.support.ts';
import { type Answer, answerJson } from './testing/open-server.test.support.ts';
import { useRigs } from './testing/use-rigs.test.support.ts';

const CLEAR = expect.objectContaining({ kind: 'dialpad-unavailable', isUnclear: false });

const { rigOf } = useRigs();

describe('limits', () => {
  test('no more than 20 in any second, by all clients of a company together', async () => {
    const { client, other, seen } = await rigOf(webhook);
    const clients = [client, other('one')];
    const answers = await Promise.all(
      Array.from({ length: 33 }, () => clients.map((one) => one.webhook('1'))).flat(),
    );
    expect(answers.every((answer) => answer.isOk())).toBe(true);
    const times = seen.map(({ at }) => at).sort((one, next) => one - next);
    expect(times).toHaveLength(66);
    const spans = times.slice(20).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(1_000);
  });

  test('an endpoint’s own, which hold up nothing else', async () => {
    const call: Answer = ({ url }, response) =>
      answerJson(response, url.includes('call') ? { call_id: '1' } : { id: '1' });
    const { client, seen } = await rigOf(call, { timeouts: { queueMs: 1_000 }, now: () => 0 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.call('1')));
    expect(answers.filter((answer) => answer.isOk())).toHaveLength(10);
    expect(seen).toHaveLength(10);
    const error = (await client.call('1'))._unsafeUnwrapErr();
    expect(error.kind === 'dialpad-rate-limited' && error.retryAt).toBeGreaterThan(50_000);
    expect((await client.webhook('1')).isOk()).toBe(true);
  });

  test('a close lets nobody wait', async () => {
    const { client, api } = await rigOf(webhook, { requestsPerSecond: 1 });
    const answers = [client.webhook('1'), client.webhook('1')];
    await api.close();
    const kinds = (await Promise.all(answers)).map((answer) => answer.isOk());
    expect(kinds).toContain(false);
    expect((await client.webhook('1'))._unsafeUnwrapErr()).toEqual(CLEAR);
  });
});
