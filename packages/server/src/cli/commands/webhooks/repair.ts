import type { Command } from 'commander';

import type { Cli } from '../../cli.ts';
import { driftTable } from '../../drift/drift-table.ts';
import { Drifted } from '../../drift/drifted.ts';
import { show } from '../../output/show.ts';
import { addHookArgument, hookPath, type OfApp } from './hook-argument.ts';

export function addRepairWebhook(webhooks: Command, cli: Cli): void {
  addHookArgument(
    webhooks
      .command('repair')
      .description('make Dialpad what is wanted; what others set up there stays'),
  ).action(async (hookId: string, ofApp: OfApp) => {
    const answer = await cli.api.post(hookPath(hookId, ofApp, 'repair'));
    show(cli, answer, () => {
      const { repaired, drift } = Drifted.parse(answer).data;
      return [
        repaired.length === 0 ? 'There was nothing to repair.' : 'Made right:',
        ...(repaired.length === 0 ? [] : [driftTable(repaired, cli.screen)]),
        ...(drift.length === 0 ? [] : ['Left as it is:', driftTable(drift, cli.screen)]),
      ].join('\n');
    });
  });
}
