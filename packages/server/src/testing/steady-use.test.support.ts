import { setTimeout as delay } from 'node:timers/promises';

interface Use {
  /** 0: there was no answer. */
  readonly status: number;
  /** Epoch ms. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface SteadyUse {
  readonly uses: readonly Use[];
  readonly count: (status: number) => number;
  /** Resolves when everything that was sent is answered. */
  readonly end: () => Promise<void>;
}

export interface SteadyUseOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly perSecond: number;
}

const TURN_MS = 5;
/** At most this many unanswered: a machine that cannot keep up is not buried. */
const AT_ONCE = 50;

/** Asks so often whatever the answers are, and however late its own turns come. */
export function steadyUse({ url, apiKey, perSecond }: SteadyUseOptions): SteadyUse {
  const uses: Use[] = [];
  const waiting = new Set<Promise<unknown>>();
  let isEnded = false;

  async function use(): Promise<void> {
    const sentAt = Date.now();
    const status = await statusOf(url, apiKey).catch(() => 0);
    uses.push({ status, sentAt, answeredAt: Date.now() });
  }

  async function run(): Promise<void> {
    const begunAt = performance.now();
    while (!isEnded) {
      const due = ((performance.now() - begunAt) / 1000) * perSecond;
      while (waiting.size < AT_ONCE && uses.length + waiting.size < due) {
        const one: Promise<unknown> = use().finally(() => waiting.delete(one));
        waiting.add(one);
      }
      await delay(TURN_MS);
    }
    await Promise.all(waiting);
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

async function statusOf(url: string, apiKey: string): Promise<number> {
  const answer = await fetch(url, { headers: { 'x-app-api-key': apiKey } });
  await answer.arrayBuffer();
  return answer.status;
}
