// Good requests beside a flood of wrong keys: whether they notice how many apps there are.
import { parseApiKey } from '@dialpad-cti/core';
import { prepareTemplate } from '@dialpad-cti/postgres';
import { openTestCluster } from '@dialpad-cti/postgres/embedded';

import { type Answered, openLoop } from './wrong-keys/open-loop.ts';
import { openState, type State } from './wrong-keys/open-state.ts';
import { wrongKey } from './wrong-keys/wrong-key.ts';

const [FEW_APPS, MANY_APPS] = [2, 5_000];
const [GOOD_PER_SECOND, WRONG_PER_SECOND] = [50, 200];
const HIGHEST_RATIO = 1.5;
const WARM_UP_SECONDS = 10;
const TURN_SECONDS = 3;
const LIMITED_SECONDS = 30;
const alternations = Number(process.argv[2] ?? 20);

interface Run {
  readonly apps: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  /** Wrong keys, by what they were answered. */
  readonly refused: readonly string[];
  /** Of the server, for each request. */
  readonly cpuMs: number;
}

const given = process.env['TEST_DATABASE_URL'] ?? '';
const cluster = given === '' ? await openTestCluster({ durable: true }) : null;
const states: State[] = [];
try {
  const url = cluster?.url ?? given;
  process.env['TEST_DATABASE_URL'] = url;
  await prepareTemplate(url);
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  for (const { close } of states) await close();
  await cluster?.stop();
}

async function measure(): Promise<boolean> {
  const unlimited = { RATE_LIMIT_KEY_FAILURES: '1000000' };
  const few = await open(FEW_APPS, unlimited);
  const many = await open(MANY_APPS, unlimited);
  const limited = await open(MANY_APPS, {});
  const { ofFew, ofMany, ratios } = await alternate(few, many);
  const runs = [
    tell('any failures', ofFew),
    tell('any failures', ofMany),
    tell('default limit', summed(limited, [await load(limited, LIMITED_SECONDS)])),
  ];
  const ratio = quantile(ratios, 0.5);
  const failed = runs.reduce((sum, one) => sum + one.failed, 0);
  console.log(`p99 with ${MANY_APPS} apps to p99 with ${FEW_APPS}:`);
  console.log(`  median of ${ratios.length} alternations: ${ratio.toFixed(2)}`);
  console.log(`  of all requests together: ${(ofMany.p99 / ofFew.p99).toFixed(2)}`);
  console.log(`of the good ones failed: ${failed}`);
  return ratio <= HIGHEST_RATIO && failed === 0;
}

async function open(apps: number, settings: Readonly<Record<string, string>>): Promise<State> {
  const state = await openState({ apps, settings });
  states.push(state);
  await load(state, WARM_UP_SECONDS);
  return state;
}

interface Alternated {
  readonly ofFew: Run;
  readonly ofMany: Run;
  /** Of the p99s, one for each alternation. */
  readonly ratios: readonly number[];
}

/**
 * In many short turns, now one first and now the other. What else the machine does falls on both,
 * and a stall spoils one alternation: of two servers with the same apps, the p99s of a whole minute
 * differed by half.
 */
async function alternate(few: State, many: State): Promise<Alternated> {
  const [ofFew, ofMany]: readonly [Load[], Load[]] = [[], []];
  const ratios: number[] = [];
  const p99Of = (state: State, one: Load): number => summed(state, [one]).p99;
  for (let nth = 0; nth < alternations; nth += 1) {
    const order = nth % 2 === 0 ? [few, many] : [many, few];
    for (const state of order) {
      (state === few ? ofFew : ofMany).push(await load(state, TURN_SECONDS));
    }
    const [first, second] = [ofFew.at(-1), ofMany.at(-1)];
    if (first && second) ratios.push(p99Of(many, second) / p99Of(few, first));
  }
  return { ofFew: summed(few, ofFew), ofMany: summed(many, ofMany), ratios };
}

interface Load {
  readonly good: readonly Answered[];
  readonly wrong: readonly Answered[];
  readonly cpuMs: number;
}

/** Half of the wrong keys have an id that there is. */
async function load({ port, keys, cpuSeconds }: State, forSeconds: number): Promise<Load> {
  const goodKey = (nth: number): string => keys[nth % keys.length] ?? '';
  const badKey = (nth: number): string =>
    wrongKey(nth % 2 === 0 ? undefined : (parseApiKey(goodKey(nth)) ?? undefined));
  const cpuBefore = await cpuSeconds();
  const [good, wrong] = await Promise.all([
    openLoop({ port, perSecond: GOOD_PER_SECOND, seconds: forSeconds, keyOf: goodKey }),
    openLoop({ port, perSecond: WRONG_PER_SECOND, seconds: forSeconds, keyOf: badKey }),
  ]);
  return { good, wrong, cpuMs: ((await cpuSeconds()) - cpuBefore) * 1000 };
}

function summed({ apps }: State, loads: readonly Load[]): Run {
  const good = loads.flatMap((one) => one.good);
  const wrong = loads.flatMap((one) => one.wrong);
  const times = good.map(({ ms }) => ms);
  const cpuMs = loads.reduce((sum, one) => sum + one.cpuMs, 0);
  return {
    apps,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    failed: good.filter(({ status }) => status !== 200).length,
    refused: Object.entries(Object.groupBy(wrong, ({ status }) => status)).map(
      ([status, answers]) => `${answers?.length} x ${status}`,
    ),
    cpuMs: cpuMs / (good.length + wrong.length),
  };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
}

function tell(limit: string, run: Run): Run {
  const words = [
    `${run.apps} apps`.padStart(9),
    limit,
    `good ones: p50 ${run.p50.toFixed(1)} ms, p99 ${run.p99.toFixed(1)} ms`,
    `wrong ones: ${run.refused.join(', ')}`,
    `server's CPU: ${run.cpuMs.toFixed(2)} ms a request`,
  ];
  console.log(words.join('   '));
  return run;
}
