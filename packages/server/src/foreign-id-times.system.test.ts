import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { newDialpadIds } from './cli/send/new-dialpad-ids.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openTenancyStage, type TenancyStage } from './testing/open-tenancy-stage.test.support.ts';
import { RECIPES } from './testing/tenancy-recipes.test.support.ts';
import { timeAnswers } from './testing/time-answers.test.support.ts';

const ROUNDS = 500;
/** Of medians of requests that took turns; without a difference it is near 1. */
const MOST_RATIO = 1.5;

let tenancy: TenancyStage;
beforeAll(async () => {
  tenancy = await openTenancyStage();
});
afterAll(() => tenancy.stage.close());

const medianOf = (times: readonly number[]): number =>
  times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;

test('an id of another app takes as long as one that nobody has, of either form, on every path', async () => {
  const { own, foreign, server, operations } = tenancy;
  const newId = newDialpadIds(0);
  const trials = operations
    .filter(({ caller, pathParameters }) => caller === 'app' && pathParameters.length > 0)
    .flatMap((operation) => {
      const { rows, ids } = RECIPES[operation.operationId] ?? { rows: () => [], ids: {} };
      return (ids['id'] ?? []).map((field) => ({ operation, field, row: rows(foreign)[0] }));
    });
  expect(trials.length).toBeGreaterThanOrEqual(8);
  const slow: string[] = [];
  await inLanes(4, trials, async ({ operation, field, row }) => {
    const nobodys = field === 'id' ? randomUUID() : String(newId());
    const requests = [String(row?.[field]), nobodys].map((id) => {
      const { target, headers } = own.asker.write(operation, { path: { id } });
      return { url: server.url + target, headers };
    });
    const { times, statuses } = await timeAnswers(requests, ROUNDS);
    expect(statuses).toEqual(new Set([404]));
    const [foreignMs = Number.NaN, missingMs = Number.NaN] = times.map(medianOf);
    const medians = `${foreignMs.toFixed(2)} and ${missingMs.toFixed(2)} ms`;
    const line = `${operation.operationId} by ${field}, foreign and missing: ${medians}`;
    console.info(line);
    const ratio = Math.max(foreignMs, missingMs) / Math.min(foreignMs, missingMs);
    if (!(ratio < MOST_RATIO)) slow.push(line);
  });
  expect(slow).toEqual([]);
});
