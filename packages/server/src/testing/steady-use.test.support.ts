import { setTimeout as delay } from 'node:timers/promises';

interface Use {
  readonly status: number;
  /** Epoch ms. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface SteadyUse {
  readonly uses: readonly Use[];
  readonly count: (status: number) => number;
  /** Resolves when everything that was sent is answered; rejects when something was not. */
  readonly end: () => Promise<void>;
}

export interface SteadyUseOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly perSecond: number;
}

const TURN_MS = 5;

/** Asks so often whatever the answers are, and however late its own turns come. */
export function steadyUse({ url, apiKey, perSecond }: SteadyUseOptions): SteadyUse {
  const uses: Use[] = [];
  const asked: Promise<void>[] = [];
  let isEnded = false;

  async function use(): Promise<void> {
    const sentAt = Date.now();
    const answer = await fetch(url, { headers: { 'x-app-api-key': apiKey } });
    await answer.arrayBuffer();
    uses.push({ status: answer.status, sentAt, answeredAt: Date.now() });
  }

  async function run(): Promise<void> {
    const begunAt = performance.now();
    while (!isEnded) {
      const due = ((performance.now() - begunAt) / 1000) * perSecond;
      while (asked.length < due) asked.push(use());
      await delay(TURN_MS);
    }
    await Promise.all(asked);
  }

  const running = run();
  return {
    uses,
    count: (status) => uses.filter((one) => one.status === status).length,
    end: () => {
      isEnded = true;
      return running;
    },
  };
}
