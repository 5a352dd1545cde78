import { err, errAsync, ok, okAsync, type Result, ResultAsync } from 'neverthrow';
import { expect, test } from 'vitest';

import type { DialpadError } from '../../ports/dialpad-client.ts';
import { createOrFind } from './create-or-find.ts';

const unclear = { kind: 'dialpad-unavailable', isUnclear: true, cause: 'cut' } as const;
const clear = { ...unclear, isUnclear: false } as const;
const rejected = { kind: 'dialpad-rejected', status: 400, detail: 'no' } as const;
const FULL = { kind: 'full' } as const;

type Look = string | null | typeof FULL;

/** What each look and each create gives in turn; answers with what came of it and what was done. */
async function run(looks: readonly Look[], creates: readonly (string | DialpadError)[]) {
  const done: string[] = [];
  const outcome = await createOrFind<string, typeof FULL>({
    find: () => {
      done.push('look');
      const look = looks[done.filter((what) => what === 'look').length - 1] ?? null;
      return typeof look === 'object' && look !== null ? errAsync(look) : okAsync(look);
    },
    create: () => {
      done.push('create');
      const answer = creates[done.filter((what) => what === 'create').length - 1] ?? 'too many';
      const result: Result<string, DialpadError> =
        typeof answer === 'string' ? ok(answer) : err(answer);
      return new ResultAsync(Promise.resolve(result));
    },
  });
  const came: unknown = outcome.isOk() ? outcome.value : outcome.error;
  return { came, done: done.join(' ') };
}

test('what is there is not made', async () => {
  expect(await run(['there'], [])).toEqual({ came: 'there', done: 'look' });
});

test('what is not there is made', async () => {
  expect(await run([null], ['made'])).toEqual({ came: 'made', done: 'look create' });
});

test('an unclear create is looked at before the second, which is the last', async () => {
  const long = 'look create look create look';
  expect(await run([null, 'made'], [unclear])).toEqual({ came: 'made', done: 'look create look' });
  expect(await run([null, null], [unclear, 'made'])).toEqual({
    came: 'made',
    done: 'look create look create',
  });
  expect(await run([null, null, 'made'], [unclear, unclear])).toEqual({ came: 'made', done: long });
  expect(await run([], [unclear, unclear])).toEqual({ came: unclear, done: long });
});

test('a create that certainly failed is not repeated', async () => {
  expect(await run([], [clear])).toEqual({ came: clear, done: 'look create' });
});

test('a look may say why a create was rejected, and forbid one', async () => {
  expect(await run([], [rejected])).toEqual({ came: rejected, done: 'look create look' });
  expect(await run([null, FULL], [rejected])).toEqual({ came: FULL, done: 'look create look' });
  expect(await run([FULL], [])).toEqual({ came: FULL, done: 'look' });
});
