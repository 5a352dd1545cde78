import { EVENT_STATES } from '@dialpad-cti/core';
import { type Command, Option } from 'commander';

import { addExamples } from '../add-examples.ts';
import { queryOf } from '../api/query-of.ts';
import type { Cli } from '../cli.ts';
import { addEventFilters, addListOptions, type EventFilters, eventFilters } from '../options.ts';
import { showEvent } from '../output/show-event.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import type { Column } from '../output/table.ts';
import { pathTo } from '../path-to.ts';

interface EventsOptions extends ListOptions, EventFilters {
  readonly state?: string;
}

export const EVENT_COLUMNS: readonly Column[] = [
  ['EVENT ID', 'id'],
  ['STATE', 'state'],
  ['KIND', 'kind'],
  ['TYPE', 'type'],
  ['RECEIVED', 'received_at'],
  ['TRIES', 'attempts'],
  ['REASON', 'reason'],
  ['LAST ERROR', 'last_error'],
];

/** What arrived, and how far each has come. */
export function addEventsCommands(program: Command, cli: Cli): void {
  const events = program.command('events').description('what arrived, and how far each has come');
  const list = events.command('list').description('events, the newest first');
  addEventFilters(addListOptions(list))
    .addOption(new Option('--state <state>', 'in this state').choices(EVENT_STATES))
    .action((options: EventsOptions) =>
      showList(
        cli,
        {
          path: '/internal/events',
          as: 'operator',
          filters: { ...eventFilters(options), state: options.state },
          columns: EVENT_COLUMNS,
          none: 'There is no such event.',
        },
        options,
      ),
    );
  addExamples(list, 'cti events list --state dead --received-after 2026-09-01T00:00:00Z');
  addShowEvent(events, cli, '/internal/events');
}

/** The same under each of the paths where an event can be found. */
export function addShowEvent(group: Command, cli: Cli, path: string): void {
  group
    .command('show')
    .description('one of them, with --payload as Dialpad sent it')
    .argument('<event_id>')
    .option('--payload', 'what it holds, too; the audit log notes that it was shown')
    .action(async (id: string, { payload }: { readonly payload?: boolean }) => {
      const query = queryOf({ payload: payload ? 'true' : undefined });
      showEvent(cli, await cli.api.get(pathTo(path, id) + query, 'operator'));
    });
}
