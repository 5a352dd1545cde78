import type { Command } from 'commander';

import type { Cli } from '../cli.ts';
import { addListOptions } from '../options.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import type { Column } from '../output/table.ts';

interface AuditOptions extends ListOptions {
  readonly app?: string;
  readonly action?: string;
}

export const AUDIT_COLUMNS: readonly Column[] = [
  ['AT', 'at'],
  ['ACTION', 'action'],
  ['BY', 'actor'],
  ['FROM', 'address'],
  ['APP', 'app_id'],
  ['SUBJECT', 'subject_id'],
  ['NAME', 'name'],
  ['COUNT', 'count'],
];

/** What operators did. */
export function addAuditCommands(program: Command, cli: Cli): void {
  const audit = program.command('audit').description('who did what, when and from where');
  addListOptions(audit.command('list').description('what operators did, the newest first'))
    .option('--app <app_id>', 'to this app')
    .option('--action <actions>', 'such as api-key.revoked; several by commas')
    .action(({ app, action, ...options }: AuditOptions) =>
      showList(
        cli,
        {
          path: '/internal/audit',
          as: 'operator',
          filters: { app_id: app, action },
          columns: AUDIT_COLUMNS,
          none: 'Nothing was done.',
        },
        options,
      ),
    );
}
