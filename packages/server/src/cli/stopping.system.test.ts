import { afterAll, beforeAll, expect, test } from 'vitest';

import { openListener } from '../testing/open-listener.test.support.ts';
import { spawnEntry } from '../testing/spawn-entry.test.support.ts';
import { makeTestFolder, type TestFolder } from '../testing/test-folder.test.support.ts';
import { waitFor } from '../testing/wait-for.test.support.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

/** The program as a process of its own. */
const start = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  spawnEntry({ entry: 'cli/main.ts', words, folder: folder.path, environment });

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a simulation with its counts',
  async (signal) => {
    const listener = await openListener(() => ({}));
    const { port } = new URL(listener.url);
    await listener.close();
    const simulation = start(['simulate', '--port', port, '--calls-per-minute', '600']);
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/api/v2/company`).then(
        ({ status }) => status === 401,
        () => false,
      );
    await waitFor('the simulator', answers);
    simulation.kill(signal);
    const { code, stdout, stderr } = await simulation.exit;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Stopped\. events \d+/m);
  },
);

test('Ctrl-C leaves a backfill to the server, and says so', async () => {
  const listener = await openListener(() => ({
    success: true,
    data: {
      id: 'b',
      app_id: 'a',
      state: 'running',
      progress: 0.1,
      listed: 0,
      recovered: 0,
      error: null,
    },
  }));
  const backfill = start(['backfill', 'a', '--last', '2h'], {
    CTI_URL: listener.url,
    INTERNAL_API_SECRET: 's',
  });
  await waitFor('a look at it', () => listener.heard.length > 1);
  backfill.kill('SIGINT');
  const { code, stderr } = await backfill.exit;
  await listener.close();
  expect(code).toBe(1);
  expect(stderr).toContain('The server goes on with backfill b.');
});
