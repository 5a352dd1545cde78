import { afterEach, describe, expect, test } from 'vitest';

import { type Listener, openListener } from '../testing/open-listener.test.support.ts';
import { type CliOptions, runCli } from '../testing/run-cli.test.support.ts';

let listener: Listener;
afterEach(() => listener.close());

/** Holds 1,200 dead letters and answers in the server's slices; one release a slice is refused. */
async function held(words: readonly string[], options: CliOptions = {}, count = 1200) {
  let left = count;
  listener = await openListener(({ path, body }) => {
    const { dry_run: isDry, limit = 1 } = JSON.parse(body || '{}') as Record<string, number>;
    const [, , , deed = 'purge'] = path.split('/');
    if (isDry)
      return {
        success: true,
        dry_run: true,
        count: left,
        next: null,
        message: `${left} would be.`,
      };
    const taken = Math.min(left, limit);
    left -= taken;
    const refused = deed === 'release' ? [{ id: `r${left}`, reason: 'signature-refused' }] : [];
    return {
      success: true,
      dry_run: false,
      count: taken - refused.length,
      refused,
      next: left === 0 || limit === 1 ? null : `after-${left}`,
      message: `${taken} done. To go on, send \`next\` as \`after\`.`,
    };
  });
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
  return runCli(words, { environment, ...options });
}

const bodies = () => listener.heard.map(({ body }): unknown => JSON.parse(body || '{}'));

describe('dead letters by filter', () => {
  test('are replayed slice by slice until none is left, and told as one answer', async () => {
    const { code, stdout } = await held(['dead-letters', 'replay', '--app', 'a', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ count: 1200, next: null, dry_run: false });
    expect(bodies()).toEqual([
      { app_id: 'a', limit: 500 },
      { app_id: 'a', limit: 500, after: 'after-700' },
      { app_id: 'a', limit: 500, after: 'after-200' },
    ]);
    const keys = listener.heard.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
  });

  test('are only counted with --dry-run', async () => {
    const { stdout } = await held(['dead-letters', 'replay', '--all', '--dry-run']);
    expect(stdout).toBe('1200 would be.\n');
    expect(bodies()).toEqual([{ all: true, dry_run: true }]);
  });

  test('are drawn as they go where somebody watches', async () => {
    const { stderr } = await held(['dead-letters', 'replay', '--all'], { isTerminal: true });
    expect(stderr).toContain('500 of 1200 events');
    expect(stderr).toContain('1200 of 1200 events\n');
  });

  test('end the line that was drawn also when the server fails in their midst', async () => {
    listener = await openListener((_heard, response) => {
      if (listener.heard.length === 3) response.statusCode = 503;
      const slice = { count: 500, next: 'on', message: '500 done.' };
      return { ...slice, code: 'temporarily-unavailable', title: 'T', detail: 'D.' };
    });
    const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
    const words = ['dead-letters', 'replay', '--all'];
    const { code, stderr } = await runCli(words, { environment, isTerminal: true });
    expect(code).toBe(69);
    expect(stderr).toMatch(/500 of 500 events\nThe server said no/);
  });

  test('must be named: nothing is not everything', async () => {
    const { code, stderr } = await held(['dead-letters', 'replay']);
    expect(code).toBe(2);
    expect(stderr).toContain('--all');
    expect(listener.heard).toEqual([]);
  });
});

describe('one alone', () => {
  test('is asked for under its own address', async () => {
    await held(['dead-letters', 'replay', 'e1']);
    await listener.close();
    await held(['unrouted', 'release', 'e1', '--to-app', 'a']);
    expect(listener.heard).toMatchObject([{ path: '/internal/unrouted/e1/release' }]);
    expect(bodies()).toEqual([{ to_app_id: 'a' }]);
  });
});

test('what could not be released is listed, and ends with 1', async () => {
  const { code, stdout, stderr } = await held(['quarantine', 'release', '--all']);
  expect(code).toBe(1);
  expect(stdout).toContain('signature-refused');
  expect(stderr).toContain('3 are kept');
});

test('unrouted deliveries need an app to go to', async () => {
  const { code, stderr } = await held(['unrouted', 'release', '--all']);
  expect(code).toBe(2);
  expect(stderr).toContain('--to-app');
});

describe('a purge', () => {
  const asked: string[] = [];
  const saying = (answer: boolean) => ({
    confirm: async (question: string) => {
      asked.push(question);
      return answer;
    },
    secret: async () => '',
  });

  test('is refused where nobody can be asked, unless --yes says it', async () => {
    const refused = await held(['dead-letters', 'purge', '--all']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--yes');
    expect(bodies()).toEqual([{ all: true, dry_run: true }]);
    await listener.close();
    expect((await held(['dead-letters', 'purge', '--all', '--yes'])).code).toBe(0);
  });

  test('says how many, and does nothing when the answer is no', async () => {
    const words = ['dead-letters', 'purge', '--all'];
    const { code, stderr } = await held(words, { prompts: saying(false) });
    expect(code).toBe(1);
    expect(stderr).toBe('Nothing was changed.\n');
    expect(asked.at(-1)).toContain('1200');
    expect(bodies()).toEqual([{ all: true, dry_run: true }]);
    await listener.close();
    expect((await held(words, { prompts: saying(true) })).code).toBe(0);
  });

  test('of nothing asks nothing', async () => {
    const questions = asked.length;
    const options = { prompts: saying(false) };
    const { code, stdout } = await held(['dead-letters', 'purge', '--all'], options, 0);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'There is nothing to delete.\n' });
    expect(asked).toHaveLength(questions);
    expect(bodies()).toEqual([{ all: true, dry_run: true }]);
  });

  test('of one is a DELETE', async () => {
    await held(['quarantine', 'purge', 'e1', '--yes']);
    expect(listener.heard).toMatchObject([{ method: 'DELETE', path: '/internal/quarantine/e1' }]);
  });
});
