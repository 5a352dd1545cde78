import { afterEach, describe, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';
import { createApi } from '../api/create-api.ts';
import { CliError } from '../cli-error.ts';
import { followBackfill } from './follow-backfill.ts';

let listener: Listener;
afterEach(() => listener.close());

type State = 'queued' | 'running' | 'done' | 'failed';

const backfill = (state: State, progress: number) => ({
  success: true,
  data: {
    id: 'b',
    app_id: 'a',
    state,
    progress,
    listed: 120,
    recovered: 4,
    error: state === 'failed' ? 'dialpad-forbidden (calls:list)' : null,
  },
});

/** Each look sees the next of them. */
async function open(...looks: readonly (readonly [State, number])[]) {
  let seen = -1;
  listener = await openListener(() => {
    seen = Math.min(seen + 1, looks.length - 1);
    const [state, progress] = looks[seen] ?? ['queued', 0];
    return backfill(state, progress);
  });
  return { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
}

const run = async (words: readonly string[], environment: Record<string, string>) =>
  runCli(['backfill', 'a', ...words], { environment, isTerminal: true });

const heard = () => listener.heard.map(({ method, path }) => `${method} ${path}`);

describe('a backfill', () => {
  test('is looked at until it is done', async () => {
    const environment = await open(['queued', 0], ['running', 0.376], ['done', 1]);
    const { code, stdout, stderr, waits } = await run(['--last', '2h'], environment);
    expect(code).toBe(0);
    expect(stdout).toBe('Done: of 120 calls that Dialpad listed, 4 were lacking, and are here.\n');
    expect(stderr).toContain('37 % of the time, 120 calls listed, 4 recovered');
    expect(waits).toEqual([1000, 1000]);
    expect(heard()).toEqual([
      'POST /internal/apps/a/backfills',
      'GET /internal/apps/a/backfills/b',
      'GET /internal/apps/a/backfills/b',
    ]);
    // A little before now: the server's clock may be behind ours.
    expect(JSON.parse(listener.heard[0]?.body ?? '')).toEqual({
      from: '2026-08-31T21:59:55.000Z',
      to: '2026-08-31T23:59:55.000Z',
    });
  });

  test('that fails ends with 1 and says why', async () => {
    const environment = await open(['queued', 0], ['failed', 0.5]);
    const window = ['--from', '2026-08-01T02:00:00+02:00', '--to', '2026-08-02T00:00:00Z'];
    const { code, stderr } = await run([...window, '--json'], environment);
    expect(code).toBe(1);
    expect(stderr).toContain('calls:list');
    expect(JSON.parse(listener.heard[0]?.body ?? '')).toEqual({
      from: '2026-08-01T00:00:00.000Z',
      to: '2026-08-02T00:00:00.000Z',
    });
  });

  test('is left alone by --no-wait', async () => {
    const environment = await open(['queued', 0]);
    const { code, stdout, waits } = await run(['--last', '90m', '--no-wait'], environment);
    expect({ code, waits }).toEqual({ code: 0, waits: [] });
    expect(stdout).toContain('backfill list a');
    expect(heard()).toEqual(['POST /internal/apps/a/backfills']);
  });

  test('goes on when nobody watches any more, and that is said', async () => {
    const environment = await open(['running', 0.1]);
    const sleep = () => new Promise<void>(() => {});
    const api = createApi({ environment, name: '', newId: () => '', sleep, note: () => {} });
    const screen = {
      isTerminal: false,
      isColored: false,
      width: 80,
      drawsProgress: false,
      write: () => {},
      complain: () => {},
    };
    const left = followBackfill(
      { api, screen, sleep, name: 'dialpad-cti' },
      { path: '/p', begun: backfill('running', 0.1), stopped: Promise.resolve() },
    );
    await expect(left).rejects.toSatisfy(
      (error) =>
        error instanceof CliError &&
        error.code === 'left-running' &&
        error.message.endsWith('dialpad-cti backfill list a'),
    );
    expect(listener.heard).toEqual([]);
  });
});

test('backfills are listed', async () => {
  listener = await openListener(() => ({
    success: true,
    data: [{ ...backfill('running', 0.5).data, reason: 'gap', from: 'f', to: 't' }],
    pagination: { next_cursor: null },
  }));
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
  const { stdout } = await runCli(['backfill', 'list', 'a'], { environment });
  expect(stdout).toMatch(/b +gap +f +t +running +50 % +120 +4/);
  expect(heard()).toEqual(['GET /internal/apps/a/backfills']);
});
