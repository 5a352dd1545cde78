import { err, ok, type Result, ResultAsync } from 'neverthrow';

import type {
  DialpadAccount,
  DialpadClient,
  DialpadError,
  DialpadItems,
} from '../ports/dialpad-client.ts';
import type { Access } from './dialpad-grants.ts';
import { CLEARLY_NOT_DONE, UNCLEAR } from './dialpad-mishaps.ts';
import type { MemoryDialpadState } from './dialpad-state.ts';

export type Outcome<Value> = Result<Value, DialpadError>;
type Method = keyof DialpadClient;

export interface MemoryRequests {
  read<Value>(method: Method, work: () => Outcome<Value>): ResultAsync<Value, DialpadError>;
  change<Value>(method: Method, work: () => Outcome<Value>): ResultAsync<Value, DialpadError>;
  create<Value>(method: Method, work: () => Outcome<Value>): ResultAsync<Value, DialpadError>;
  list<Item>(method: Method, work: () => readonly Item[]): DialpadItems<Item>;
}

const ATTEMPTS = 3;
const SCOPES: Partial<Record<Method, string>> = {
  calls: 'calls:list',
  media: 'recordings_export',
};

/** Requests as the network would treat them: with a token, planned mishaps and repetitions. */
export function createMemoryRequests(
  state: MemoryDialpadState,
  { tokens }: DialpadAccount,
): MemoryRequests {
  const { mishaps, grants } = state;

  async function send<Value>(
    method: Method,
    work: () => Outcome<Value>,
    { attempts, isRead }: { readonly attempts: number; readonly isRead: boolean },
  ): Promise<Outcome<Value>> {
    state.asked.push(method);
    const failure = mishaps.client.take(method);
    if (typeof failure === 'object') return err(failure);
    const access = await authorised();
    if (access.isErr()) return err(access.error);
    const scope = SCOPES[method];
    if (scope !== undefined && access.value.lacking.includes(scope)) {
      return err({ kind: 'dialpad-forbidden', scope });
    }
    const noAnswer = isRead ? CLEARLY_NOT_DONE : UNCLEAR;
    if (failure === 'unclear-not-done') return err(noAnswer);
    const troubled = Math.min(mishaps.trouble, attempts);
    mishaps.trouble -= troubled;
    if (troubled === attempts) return err(noAnswer);
    const done = work();
    return failure === 'unclear-done' ? err(noAnswer) : done;
  }

  async function authorised(): Promise<Outcome<Access>> {
    const token = await tokens.token();
    if (token.isErr()) return err(token.error);
    const access = grants.access(token.value);
    if (access !== null) return ok(access);
    const renewed = await tokens.renewed(token.value);
    if (renewed.isErr()) return err(renewed.error);
    const renewedAccess = grants.access(renewed.value);
    return renewedAccess === null ? err({ kind: 'dialpad-unauthorized' }) : ok(renewedAccess);
  }

  return {
    read: (method, work) =>
      new ResultAsync(send(method, work, { attempts: ATTEMPTS, isRead: true })),
    change: (method, work) =>
      new ResultAsync(send(method, work, { attempts: ATTEMPTS, isRead: false })),
    create: (method, work) => new ResultAsync(send(method, work, { attempts: 1, isRead: false })),
    list: (method, work) => ({
      async *[Symbol.asyncIterator]() {
        const items = await send(method, () => ok(work()), { attempts: ATTEMPTS, isRead: true });
        if (items.isErr()) yield err(items.error);
        else for (const item of items.value) yield ok(item);
      },
    }),
  };
}
