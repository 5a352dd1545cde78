import { okAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jsonOf, openRig, type Rig } from '../test-rig/open-rig.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';

let rig: Rig;
let remaining = 150;
const limits: number[] = [];

/** Memory seals nothing, so the numbers are made here. */
beforeAll(async () => {
  rig = await openRig(({ keyStore }) => ({
    keyStore: {
      ...keyStore,
      resealSecrets: (limit) => {
        limits.push(limit);
        const resealed = Math.min(limit, remaining);
        remaining -= resealed;
        return okAsync({ resealed, remaining });
      },
    },
  }));
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const PATH = '/internal/secrets/reseal';

describe('sealing secrets anew', () => {
  test('goes on from request to request until none is left', async () => {
    const answers = [await rig.operator(PATH, {}), await rig.operator(PATH, { limit: 1_000 })];
    expect(await Promise.all(answers.map(jsonOf))).toEqual([
      { success: true, resealed: 100, remaining: 50, message: expect.stringContaining('50 still') },
      { success: true, resealed: 50, remaining: 0, message: expect.stringContaining('Every') },
    ]);
    expect(limits).toEqual([100, 1_000]);
  });

  test.each([
    [{ limit: 0 }, '/body/limit'],
    [{ limit: 1_001 }, '/body/limit'],
    [{ limit: 1.5 }, '/body/limit'],
    [{ limit: '5' }, '/body/limit'],
    [{ all: true }, '/body/all'],
  ])('is refused with %j', async (body, pointer) => {
    expect(await refusal(await rig.operator(PATH, body))).toEqual([
      400,
      'request-invalid',
      pointer,
    ]);
    expect(limits).toHaveLength(2);
  });
});
