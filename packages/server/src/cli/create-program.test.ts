import { readFileSync } from 'node:fs';

import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';

import { runCli } from '../testing/run-cli.test.support.ts';
import { createApi } from './api/create-api.ts';
import { createProgram } from './create-program.ts';

const sleep = async (): Promise<void> => {};
const program = createProgram({
  name: 'dialpad-cti',
  version: '1.2.3',
  environment: {},
  isJson: false,
  screen: {
    isTerminal: false,
    isColored: false,
    width: 100,
    drawsProgress: false,
    write: () => {},
    complain: () => {},
  },
  prompts: null,
  api: createApi({ environment: {}, name: '', newId: () => '', sleep, note: () => {} }),
  now: () => 0,
  sleep,
  startServer: sleep,
});

interface Leaf {
  readonly words: readonly string[];
  readonly command: Command;
}

const leavesOf = (command: Command, words: readonly string[] = []): readonly Leaf[] =>
  command.commands.length === 0
    ? [{ words, command }]
    : command.commands.flatMap((inner) => leavesOf(inner, [...words, inner.name()]));

/** `apps create <name>`, as the documentation has it. */
const callOf = ({ words, command }: Leaf): string =>
  [
    'dialpad-cti',
    ...words,
    ...command.registeredArguments.map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? `<${name}>` : `[${name}]`;
    }),
  ].join(' ');

const leaves = leavesOf(program);

describe('every command', () => {
  test.each(leaves.map(({ words }) => words.join(' ')))('%s answers --help', async (words) => {
    const { code, stdout, stderr } = await runCli([...words.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: dialpad-cti ${words}`);
    expect(stdout).toContain('--json');
  });

  test('is named by docs/command-line.md, and no other is', () => {
    const path = new URL('../../../../docs/command-line.md', import.meta.url);
    const rows = readFileSync(path, 'utf8').matchAll(/^\| `(dialpad-cti [^`]*)` \| (.*) \|$/gm);
    expect([...rows].map(([, call, text]) => [call, text])).toEqual(
      leaves.map((leaf) => [callOf(leaf), leaf.command.description()]),
    );
  });

  test('takes no secret among its words', () => {
    const flags = leaves.flatMap(({ command }) => command.options.map(({ flags }) => flags));
    expect(flags.filter((flag) => /secret|key/i.test(flag)).toSorted()).toEqual([
      '--key <key_id>',
      '--secret-file <file>',
      '--secret-file <file>',
      '--secret-file <file>',
    ]);
  });
});

describe('wrong use', () => {
  test.each([
    [['appz'], 'apps'],
    [['apps', 'lst'], 'apps --help'],
    [['apps', 'show'], 'app_id'],
    [['keys']],
    [[]],
    [['queue', 'x']],
    [['queue', '--no-such']],
    [['queue', '--watch', '--json'], '--watch'],
    [['webhooks', 'create', 'a', '--manual', '--subscriptions', 'call']],
    [['webhooks', 'create', 'a', '--subscriptions', 'calls'], 'agent_status'],
    [['webhooks', 'create', 'a', '--subscriptions', 'sms', '--call-states', 'all'], 'calls'],
    [['webhooks', 'create', 'a', '--call-states', 'unknown'], 'ringing'],
    [['subscriptions', 'add', 'h', 'fax'], 'agent_status'],
    [['subscriptions', 'add', 'h', 'call', '--direction', 'inbound'], 'texts'],
    [['subscriptions', 'add', 'h', 'sms', '--call-states', 'ringing'], 'calls'],
    [['connect', 'end', 'a'], '--yes'],
    [['backfill', 'a'], '--last'],
    [['backfill', 'a', '--last', '2w'], '2h'],
    [['backfill', 'a', '--last', '2h', '--from', '2026-08-01T00:00:00Z'], '--from'],
    [['backfill', 'a', '--from', '2026-08-01'], '--from'],
    [['backfill', 'a', '--from', '2026-08-01T00:00:00Z', '--to', '2026-07-01T00:00:00Z'], '--to'],
    [['simulate', '--drop', '1.5'], '0 to 1'],
    [['simulate', '--outage', '30s/10m'], '10m/30s'],
    [['simulate', '--outage', '10m'], '10m'],
    [['simulate', '--scenario', '99'], '99'],
    [['simulate', '--scenario', '30'], '30-agent-status'],
  ])('%j ends with 2 and says what to do', async (words: readonly string[], said = '--help') => {
    const { code, stdout, stderr } = await runCli(words);
    const json = await runCli([...words, '--json']);
    if (!words.includes('--json')) expect(stderr).toContain(said);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'usage' } });
    expect(json).toMatchObject({ code: 2, stdout: '' });
  });
});

test('the version is said on standard output', async () => {
  expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n' });
});

test('the first steps of the help are commands that there are', async () => {
  const { stdout } = await runCli(['--help']);
  const steps = [...stdout.matchAll(/^ +\$ dialpad-cti (.*)$/gm)].map(([, call = '']) => call);
  // Its `start` can be left out.
  const known = [...leaves.map(({ words }) => words.join(' ')), 'backfill'];
  expect(steps).toHaveLength(14);
  for (const step of steps) expect(known.some((words) => step.startsWith(words))).toBe(true);
});
