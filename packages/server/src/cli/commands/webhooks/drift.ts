import type { Command } from 'commander';

import { addExamples } from '../../add-examples.ts';
import type { Cli } from '../../cli.ts';
import { CliError } from '../../cli-error.ts';
import { driftTable } from '../../drift/drift-table.ts';
import { Drifted } from '../../drift/drifted.ts';
import { show } from '../../output/show.ts';
import { addHookArgument, hookPath, type OfApp } from './hook-argument.ts';

interface DriftOptions extends OfApp {
  readonly check?: boolean;
}

export function addDriftWebhook(webhooks: Command, cli: Cli): void {
  const drift = addHookArgument(
    webhooks
      .command('drift')
      .description('in what Dialpad differs from what is wanted; changes nothing'),
  )
    .option('--check', 'end with 1 where there is something to repair')
    .action((hookId: string, options: DriftOptions) => showDrift(cli, hookId, options));
  addExamples(drift, 'cti webhooks drift <hook_id> --check');
}

async function showDrift(
  cli: Cli,
  hookId: string,
  { check, ...ofApp }: DriftOptions,
): Promise<void> {
  const answer = await cli.api.get(hookPath(hookId, ofApp, 'drift'), 'operator');
  const { drift } = Drifted.parse(answer).data;
  show(cli, answer, () => driftTable(drift, cli.screen));
  // Those of others are left alone, and are no fault.
  const ours = drift.filter(({ kind }) => kind !== 'webhook-foreign');
  if (check && ours.length > 0) {
    throw new CliError(
      'failure',
      'drift-found',
      `${ours.length} to repair, by: ${cli.name} webhooks repair ${hookId}`,
    );
  }
}
