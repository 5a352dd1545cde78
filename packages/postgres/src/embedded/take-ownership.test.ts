import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { takeOwnership } from './take-ownership.ts';

describe('takeOwnership', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialpad-cti-owner-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const takeMany = async (): Promise<readonly PromiseSettledResult<unknown>[]> =>
    Promise.allSettled(Array.from({ length: 20 }, () => takeOwnership(folder)));
  const winners = (results: readonly PromiseSettledResult<unknown>[]): number =>
    results.filter(({ status }) => status === 'fulfilled').length;

  test('goes to one of many who ask at once', async () => {
    expect(winners(await takeMany())).toBe(1);
  });

  test('goes to one of many after the owner has died', async () => {
    for (let round = 0; round < 20; round += 1) {
      await rm(folder, { recursive: true });
      folder = await mkdtemp(join(tmpdir(), 'dialpad-cti-owner-'));
      // Our own pid, but another start: the system has given the pid away again.
      const dead = { pid: process.pid, startedAt: 'some other time' };
      await writeFile(join(folder, 'postgres-owner.3'), JSON.stringify(dead));
      expect(winners(await takeMany())).toBe(1);
      expect(await readdir(folder)).toEqual(['postgres-owner.4']);
    }
  });

  test('says who has it', async () => {
    await takeOwnership(folder);
    await expect(takeOwnership(folder)).rejects.toMatchObject({
      code: 'EMBEDDED_POSTGRES_IN_USE',
      message:
        `Dialpad CTI is already running here as pid ${process.pid} (data in ${folder}). ` +
        'Stop it first, or give this one its own DATA_DIR.',
    });
  });

  test('can be had again once it is released', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ownership = await takeOwnership(folder);
      await ownership.release();
    }
    expect(await readdir(folder)).toEqual(['postgres-owner.3']);
  });

  test('is not barred by a file that a power failure has cut short', async () => {
    await writeFile(join(folder, 'postgres-owner.7'), '');
    await takeOwnership(folder);
    expect(await readdir(folder)).toEqual(['postgres-owner.8']);
  });
});
