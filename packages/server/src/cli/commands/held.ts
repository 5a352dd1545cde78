import type { Command } from 'commander';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { type HandleOptions, handleHeld } from '../handle-held.ts';
import { addEventFilters, addListOptions, type EventFilters, eventFilters } from '../options.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import { addShowEvent, EVENT_COLUMNS } from './events.ts';

/** One of the places where events and deliveries wait for a person. */
interface HeldKind {
  readonly command: string;
  readonly description: string;
  readonly none: string;
  readonly deed: {
    readonly command: 'replay' | 'release';
    readonly description: string;
    /** Somebody has to say whose they are. */
    readonly needsApp: boolean;
  };
}

const KINDS: readonly HeldKind[] = [
  {
    command: 'dead-letters',
    description: 'events that failed too often',
    none: 'There is no dead letter.',
    deed: {
      command: 'replay',
      description: 'try them again, as if they had just arrived',
      needsApp: false,
    },
  },
  {
    command: 'quarantine',
    description: 'deliveries whose signature or content was refused',
    none: 'Nothing is in quarantine.',
    deed: {
      command: 'release',
      description: 'verify them again with the secrets of today, and take those that fit',
      needsApp: false,
    },
  },
  {
    command: 'unrouted',
    description: 'deliveries over the plain path that belong to no app',
    none: 'Nothing is unrouted.',
    deed: {
      command: 'release',
      description: 'give them to an app, as its events',
      needsApp: true,
    },
  },
];

export function addHeldCommands(program: Command, cli: Cli): void {
  for (const kind of KINDS) addKind(program, cli, kind);
}

function addKind(program: Command, cli: Cli, { command, description, none, deed }: HeldKind): void {
  const path = `/internal/${command}`;
  const group = program.command(command).description(description);

  const list = group.command('list').description('all of them, the newest first');
  addEventFilters(addListOptions(list)).action((options: ListOptions & EventFilters) =>
    showList(
      cli,
      { path, as: 'operator', filters: eventFilters(options), columns: EVENT_COLUMNS, none },
      options,
    ),
  );
  addShowEvent(group, cli, path);

  const handle = addSelection(group.command(deed.command).description(deed.description));
  if (deed.needsApp) handle.requiredOption('--to-app <app_id>', 'the app that they are given to');
  handle.action((ids: readonly string[], options: HandleOptions) =>
    handleHeld(cli, { path, deed: deed.command, ids, options }),
  );
  const toApp = deed.needsApp ? ' --to-app <app_id>' : '';
  addExamples(
    handle,
    `cti ${command} ${deed.command} <event_id>${toApp}`,
    `cti ${command} ${deed.command} --all${toApp} --dry-run`,
  );

  addSelection(group.command('purge').description('give up: delete them with their payloads'))
    .option('--yes', 'do it without asking')
    .action((ids: readonly string[], options: HandleOptions) =>
      handleHeld(cli, { path, deed: 'purge', ids, options }),
    );
}

const addSelection = (command: Command): Command =>
  addEventFilters(command.argument('[event_ids...]', 'these; or those that all filters fit'))
    .option('--all', 'all there are')
    .option('--dry-run', 'only say how many; changes nothing');
