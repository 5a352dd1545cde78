import assert from 'node:assert/strict';

import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

import type {
  DialpadClient,
  DialpadError,
  DialpadItems,
  TokenSource,
} from '../../ports/dialpad-client.ts';
import type { DialpadSubject } from '../dialpad-subject.ts';
import type { Law } from '../law.ts';

/** One that has the tokens in turn: the first is given out, and each refusal brings the next. */
export function tokensInTurn(...given: readonly string[]): TokenSource & { refused: string[] } {
  const refused: string[] = [];
  return {
    refused,
    token: () => okAsync(given[refused.length] ?? ''),
    renewed: (token) => {
      refused.push(token);
      const next = given[refused.length];
      return next === undefined ? errAsync({ kind: 'dialpad-unauthorized' }) : okAsync(next);
    },
  };
}

export function clientOf({ open, token }: DialpadSubject, own = token): DialpadClient {
  return open({ companyKey: 'company', tokens: tokensInTurn(own) });
}

export async function refused<Failure>(answer: ResultAsync<unknown, Failure>): Promise<Failure> {
  const result = await answer;
  assert.ok(result.isErr(), 'an error is expected');
  return result.error;
}

/** All items; an error among them is a broken promise. */
export async function all<Item>(items: DialpadItems<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    if (item.isErr()) throw new Error('the list answered an error', { cause: item.error });
    found.push(item.value);
  }
  return found;
}

/** The one error that a list consists of. */
export async function onlyError(items: DialpadItems<unknown>): Promise<DialpadError> {
  const results = [];
  for await (const item of items) results.push(item);
  assert.equal(results.length, 1);
  const [only] = results;
  assert.ok(only?.isErr());
  return only.error;
}

export function dialpadLaw(
  name: string,
  check: (subject: DialpadSubject) => Promise<void>,
): Law<DialpadSubject> {
  return {
    name,
    check: async (open) => {
      const subject = await open();
      try {
        await check(subject);
      } finally {
        await subject.close();
      }
    },
  };
}
