import { ok, ResultAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';

import { withinDeadline } from './within-deadline.ts';

function openGate(settings: { readonly deadlineMs: number; readonly inFlight: number }) {
  const waiting: PromiseWithResolvers<string>[] = [];
  const onFault = vi.fn<(error: unknown) => void>();
  const work = withinDeadline(
    () => {
      const one = Promise.withResolvers<string>();
      waiting.push(one);
      return new ResultAsync<string, never>(one.promise.then((text) => ok(text)));
    },
    { ...settings, onFault },
  );
  return { work, waiting, onFault };
}

describe('withinDeadline', () => {
  test('gives the outcome of work that is done in time', async () => {
    const { work, waiting } = openGate({ deadlineMs: 60_000, inFlight: 1 });
    const outcome = work();
    waiting[0]?.resolve('done');
    expect((await outcome)._unsafeUnwrap()).toBe('done');
  });

  test('tells the caller to come back when the deadline is over, and counts the work on', async () => {
    const { work, waiting } = openGate({ deadlineMs: 1, inFlight: 1 });
    expect((await work())._unsafeUnwrapErr()).toEqual({ kind: 'deadline-exceeded' });
    expect((await work())._unsafeUnwrapErr()).toEqual({ kind: 'overloaded' });
    expect(waiting).toHaveLength(1);
    waiting[0]?.resolve('late');
    await vi.waitFor(() => {
      void work();
      expect(waiting).toHaveLength(2);
    }, 20_000);
  });

  test('reports work that broke its promise after the caller was answered', async () => {
    const { work, waiting, onFault } = openGate({ deadlineMs: 1, inFlight: 1 });
    await work();
    waiting[0]?.reject(new Error('a bug'));
    await vi.waitFor(() => expect(onFault).toHaveBeenCalledOnce(), 20_000);
  });

  test('frees its place when work throws at once', async () => {
    const failing = withinDeadline(
      (): ResultAsync<string, never> => {
        throw new Error('a bug');
      },
      { deadlineMs: 1_000, inFlight: 1, onFault: () => {} },
    );
    await expect(failing()).rejects.toThrow('a bug');
    await expect(failing()).rejects.toThrow('a bug');
  });
});
