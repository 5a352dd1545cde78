import type { Command } from 'commander';
import { z } from 'zod';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { addListOptions } from '../options.ts';
import { fields } from '../output/fields.ts';
import { show } from '../output/show.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import { showRecord } from '../output/show-record.ts';
import { pathTo } from '../path-to.ts';

const Created = z.object({ app_id: z.string(), api_key: z.string(), message: z.string() });

/** An app is one company's data. */
export function addAppsCommands(program: Command, cli: Cli): void {
  const apps = program.command('apps').description("make and see apps: each is one company's data");

  const create = apps
    .command('create')
    .description('make an app with its first API key, which is shown this once')
    .argument('<name>', 'what people call it')
    .action((name: string) => createApp(cli, name));
  addExamples(create, 'cti apps create "Support portal"');

  addListOptions(apps.command('list').description('all apps, the newest first')).action(
    (options: ListOptions) => showList(cli, LIST, options),
  );

  apps
    .command('show')
    .description('one app')
    .argument('<app_id>')
    .action(async (appId: string) =>
      showRecord(cli, await cli.api.get(pathTo('/internal/apps', appId), 'operator')),
    );

  apps
    .command('activate')
    .description('let its keys open again, and process what was kept meanwhile')
    .argument('<app_id>')
    .action(async (appId: string) =>
      showRecord(cli, await cli.api.post(pathTo('/internal/apps', appId, 'activate'))),
    );

  apps
    .command('deactivate')
    .description('let its keys open nothing; events are kept and wait')
    .argument('<app_id>')
    .option('--yes', 'do it without asking')
    .action(async (appId: string, { yes }: { readonly yes?: boolean }) => {
      await confirm(cli, `Deactivate app ${appId}? Its keys open nothing until it is active.`, yes);
      showRecord(cli, await cli.api.post(pathTo('/internal/apps', appId, 'deactivate')));
    });
}

const LIST = {
  path: '/internal/apps',
  as: 'operator',
  none: 'There is no app yet.',
  columns: [
    ['APP ID', 'app_id'],
    ['NAME', 'name'],
    ['ACTIVE', 'is_active'],
    ['CREATED', 'created_at'],
  ],
} as const;

async function createApp(cli: Cli, name: string): Promise<void> {
  const answer = await cli.api.post('/internal/apps', { name });
  show(cli, answer, () => {
    const { app_id, api_key, message } = Created.parse(answer);
    return [
      message,
      '',
      fields({ app_id, api_key }),
      '',
      'The key is shown only now. Next, an address for Dialpad to send to:',
      `  ${cli.name} webhooks create ${app_id}`,
    ].join('\n');
  });
}
