import type { Command } from 'commander';

import type { Cli } from '../../cli.ts';
import { CliError } from '../../cli-error.ts';
import { show } from '../../output/show.ts';
import { TestDelivery, troubleOf } from '../../test-delivery.ts';
import { addHookArgument, hookPath, type OfApp } from './hook-argument.ts';

export function addTestWebhook(webhooks: Command, cli: Cli): void {
  addHookArgument(
    webhooks
      .command('test')
      .description('post a signed event of no consequence to its address, and see that it arrives'),
  ).action((hookId: string, ofApp: OfApp) => testHook(cli, hookPath(hookId, ofApp, 'test')));
}

async function testHook(cli: Cli, path: string): Promise<void> {
  const answer = await cli.api.post(path);
  const delivery = TestDelivery.parse(answer).data;
  const trouble = troubleOf(delivery);
  show(cli, answer, () =>
    trouble === null
      ? `It arrived over ${delivery.url}.`
      : `It did not arrive over ${delivery.url}.`,
  );
  if (trouble !== null) throw new CliError('failure', 'test-not-arrived', trouble);
}
