import { type Command, Option } from 'commander';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { wholeNumber } from '../options.ts';
import { show } from '../output/show.ts';
import { pathTo } from '../path-to.ts';
import { findHookSecret, type HookSecretOptions } from '../send/find-hook-secret.ts';
import { readPayloads } from '../send/read-payloads.ts';
import { sendPayloads } from '../send/send-payloads.ts';
import { usageError } from '../usage-error.ts';
import { listExamples } from './list-examples.ts';

interface SendOptions extends HookSecretOptions {
  readonly hook?: string;
  readonly example?: string;
  readonly listExamples?: boolean;
  readonly rate?: number;
}

/** Plays Dialpad. */
export function addSendCommand(program: Command, cli: Cli): void {
  const send = program
    .command('send')
    .description('sign payloads as Dialpad does and post them to a webhook')
    .argument('[files...]', 'JSON: a payload, a list of them, {"events": [...]}, or one a line')
    .option('--hook <hook_id>', 'to this webhook')
    .addOption(
      new Option('--plain', 'to the path without an id, /webhooks/dialpad').conflicts('hook'),
    )
    .option('--example <name>', 'a built-in story, with new ids and times; its number will do')
    .option('--list-examples', 'say which stories there are')
    .option(
      '--secret-file <file>',
      "holds the hook's secret; else CTI_HOOK_SECRET, or it is asked for",
    )
    .option('--rate <n>', 'so many events a second at most', wholeNumber(1, 10_000))
    .action((files: readonly string[], options: SendOptions) =>
      options.listExamples ? listExamples(cli) : sendAll(cli, files, options),
    );
  addExamples(
    send,
    'export CTI_HOOK_SECRET=<webhook_secret>',
    'cti send --hook <hook_id> --example 08',
    'cti send --hook <hook_id> payload.json recorded.jsonl',
  );
}

async function sendAll(cli: Cli, files: readonly string[], options: SendOptions): Promise<void> {
  const { hook, plain, example, rate } = options;
  if (hook === undefined && !plain) throw usageError('Say where to: --hook <hook_id>, or --plain.');
  const payloads = [...(await storyOf(cli, example)), ...(await readPayloads(files))];
  if (payloads.length === 0) throw usageError('Say what to send: files, or --example <name>.');
  const secret = await findHookSecret(cli, options);
  const path = hook === undefined ? '/webhooks/dialpad' : pathTo('/webhooks/dialpad', hook);
  const { results } = await sendPayloads(cli, {
    path,
    secret,
    payloads,
    ...(rate === undefined ? {} : { rate }),
  });
  show(cli, { success: true, sent: payloads.length, results }, () => {
    const counts = Object.entries(results).map(([result, count]) => `${count} ${result}`);
    return `Sent ${payloads.length}: ${counts.join(', ')}.`;
  });
}

async function storyOf({ now }: Cli, name: string | undefined): Promise<readonly string[]> {
  if (name === undefined) return [];
  const { examplePayloads } = await import('../send/example-payloads.ts');
  return examplePayloads(name, now());
}
