import { afterEach, describe, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';

let listener: Listener;
afterEach(() => listener.close());

const ROWS = Array.from({ length: 450 }, (_, index) => ({
  app_id: `a${index}`,
  name: `N${index}`,
}));

/** 450 apps in pages, by cursors that are numbers. */
async function apps(words: readonly string[], rows: readonly object[] = ROWS) {
  listener = await openListener(({ path }) => {
    const query = new URL(path, listener.url).searchParams;
    const limit = Number(query.get('limit') ?? 50);
    const start = Number(query.get('cursor') ?? 0);
    const end = start + limit;
    const more = end < rows.length;
    return {
      success: true,
      data: rows.slice(start, end),
      pagination: { limit, has_more: more, next_cursor: more ? String(end) : null },
    };
  });
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
  return runCli(['apps', 'list', ...words], { environment });
}

describe('a list as JSON', () => {
  test('is an array of all rows, page after page', async () => {
    const { stdout } = await apps(['--json']);
    expect(JSON.parse(stdout)).toEqual(ROWS);
    expect(listener.heard).toHaveLength(3);
  });

  test('is one page as the server gave it when a page is asked for', async () => {
    const { stdout } = await apps(['--json', '--limit', '2', '--cursor', '4']);
    expect(JSON.parse(stdout)).toEqual({
      success: true,
      data: ROWS.slice(4, 6),
      pagination: { limit: 2, has_more: true, next_cursor: '6' },
    });
  });

  test('without rows is an empty array', async () => {
    expect((await apps(['--json'], [])).stdout).toBe('[]\n');
  });
});

describe('a list for people', () => {
  test('shows the newest, and says how to see more', async () => {
    const { stdout } = await apps([]);
    expect(stdout).toContain('N49');
    expect(stdout).not.toContain('N50');
    expect(stdout).toContain('--all');
  });

  test('shows every row with --all', async () => {
    const { stdout } = await apps(['--all']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(451);
  });

  test('says so when there is nothing', async () => {
    expect((await apps([], [])).stdout).toBe('There is no app yet.\n');
  });
});

test('a limit that no page has is wrong use', async () => {
  const { code } = await apps(['--limit', '201']);
  expect(code).toBe(2);
});
