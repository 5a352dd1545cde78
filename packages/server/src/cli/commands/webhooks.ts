import type { Command } from 'commander';
import { z } from 'zod';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { addListOptions } from '../options.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import { showMessage } from '../output/show-message.ts';
import type { Column } from '../output/table.ts';
import { addCreateWebhook } from './webhooks/create.ts';
import { addDriftWebhook } from './webhooks/drift.ts';
import { addHookArgument, hookPath, type OfApp } from './webhooks/hook-argument.ts';
import { addRepairWebhook } from './webhooks/repair.ts';
import { addRotateWebhook } from './webhooks/rotate.ts';
import { addTestWebhook } from './webhooks/send-test.ts';
import { showHookStatus } from './webhooks/show-hook-status.ts';

/** Addresses for Dialpad to send to. */
export function addWebhooksCommands(program: Command, cli: Cli): void {
  const webhooks = program.command('webhooks').description('addresses for Dialpad to send to');
  addCreateWebhook(webhooks, cli);

  addListOptions(webhooks.command('list').description('all webhooks, the newest first'))
    .option('--app <app_id>', 'of this app')
    .action(({ app, ...options }: ListOptions & OfApp) =>
      showList(cli, { ...LIST, filters: { app_id: app } }, options),
    );

  const one = addHookArgument(
    webhooks
      .command('show')
      .description('one webhook, and how Dialpad is set up for it; its secret is shown by nothing'),
  ).action(async (hookId: string, ofApp: OfApp) =>
    showHookStatus(cli, await cli.api.get(hookPath(hookId, ofApp), 'operator')),
  );
  addExamples(one, 'cti webhooks show <hook_id>', 'cti webhooks show <webhook_id> --app <app_id>');

  addRotateWebhook(webhooks, cli);
  addDriftWebhook(webhooks, cli);
  addRepairWebhook(webhooks, cli);
  addTestWebhook(webhooks, cli);
  addDelete(webhooks, cli);
}

const Listed = z.object({
  previous_secret_until: z.string().nullable(),
  rotation_open: z.boolean().optional(),
  registration: z
    .object({ webhook_id: z.string().nullable(), state: z.string() })
    .nullable()
    .optional(),
});

const COLUMNS: readonly Column[] = [
  ['HOOK ID', 'hook_id'],
  ['APP', 'app_id'],
  ['IN DIALPAD', (row) => Listed.parse(row).registration?.state ?? 'by hand'],
  ['WEBHOOK ID', (row) => Listed.parse(row).registration?.webhook_id],
  ['URL', 'hook_url'],
  ['CREATED', 'created_at'],
  ['OLD SECRET UNTIL', (row) => oldSecretOf(Listed.parse(row))],
];

const oldSecretOf = (row: z.infer<typeof Listed>): string | null =>
  row.rotation_open ? 'Dialpad has signed with the new one' : row.previous_secret_until;

const LIST = {
  path: '/internal/webhooks',
  as: 'operator',
  none: 'There is no webhook.',
  columns: COLUMNS,
} as const;

function addDelete(webhooks: Command, cli: Cli): void {
  addHookArgument(
    webhooks
      .command('delete')
      .description(
        'take nothing at its address any more, nor have Dialpad send it; its events stay',
      ),
  )
    .option('--yes', 'do it without asking')
    .action(async (hookId: string, { yes, ...ofApp }: OfApp & { readonly yes?: boolean }) => {
      await confirm(cli, `Delete webhook ${hookId}? What Dialpad sends there is lost.`, yes);
      showMessage(cli, await cli.api.remove(hookPath(hookId, ofApp)));
    });
}
