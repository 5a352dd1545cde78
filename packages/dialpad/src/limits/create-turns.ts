import { createWindow, type Limit, type Window } from './create-window.ts';

export interface TurnsDeps {
  /** For everything together. */
  readonly limit: Limit;
  /** Ms on a clock that is never set. */
  readonly elapsed: () => number;
}

interface TurnRequest {
  /** What is limited by itself. */
  readonly endpoint: string;
  readonly limit: Limit;
  /** The longest wait, ms. */
  readonly patienceMs: number;
}

type Turn =
  /** `end` once, when the request has ended. */
  | { readonly kind: 'taken'; readonly end: () => void }
  /** It would not come in time. `waitMs`: when it makes sense to ask again. */
  | { readonly kind: 'too-late'; readonly waitMs: number }
  | { readonly kind: 'closed' };

/** Who may send a request when, for one company. */
export interface Turns {
  take(request: TurnRequest): Promise<Turn>;
  /** Nobody's turn comes for so long. */
  pause(ms: number): void;
  close(): void;
}

interface Waiter {
  readonly window: Window;
  readonly until: number;
  readonly answer: (turn: Turn) => void;
}

/** First come, first served; but whoever waits for an endpoint's limit holds up nobody else. */
export function createTurns({ limit, elapsed }: TurnsDeps): Turns {
  const all = createWindow(limit);
  const endpoints = new Map<string, Window>();
  let waiters: readonly Waiter[] = [];
  let pausedUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function windowOf({ endpoint, limit: own }: TurnRequest): Window {
    const known = endpoints.get(endpoint);
    if (known !== undefined) return known;
    const window = createWindow(own);
    endpoints.set(endpoint, window);
    return window;
  }

  function serve(): void {
    clearTimeout(timer);
    const time = elapsed();
    const left: Waiter[] = [];
    let nextAt = Number.POSITIVE_INFINITY;
    for (const waiter of waiters) {
      const waitMs = waitFor(waiter.window, time);
      if (waitMs === 0) {
        waiter.answer(taken(waiter.window));
      } else if (time >= waiter.until || time + (waitMs ?? 0) > waiter.until) {
        waiter.answer({ kind: 'too-late', waitMs: waitMs ?? limit.spanMs });
      } else {
        left.push(waiter);
        nextAt = Math.min(nextAt, waitMs === null ? waiter.until : time + waitMs);
      }
    }
    waiters = left;
    if (left.length > 0) timer = setTimeout(serve, Math.max(1, Math.ceil(nextAt - time)));
  }

  /** Null: as soon as a request that is under way has ended. */
  function waitFor(window: Window, time: number): number | null {
    const waits = [Math.max(0, pausedUntil - time), all.waitAt(time), window.waitAt(time)];
    return waits.reduce((longest, wait) =>
      longest === null || wait === null ? null : Math.max(longest, wait),
    );
  }

  function taken(window: Window): Turn {
    all.take();
    window.take();
    return {
      kind: 'taken',
      end() {
        const time = elapsed();
        all.end(time);
        window.end(time);
        serve();
      },
    };
  }

  return {
    take: (request) =>
      new Promise((answer) => {
        if (isClosed) return answer({ kind: 'closed' });
        const until = elapsed() + request.patienceMs;
        waiters = [...waiters, { window: windowOf(request), until, answer }];
        serve();
      }),
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, elapsed() + ms);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const { answer } of waiters) answer({ kind: 'closed' });
      waiters = [];
    },
  };
}
