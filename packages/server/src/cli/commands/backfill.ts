import { type Command, Option } from 'commander';

import { addExamples } from '../add-examples.ts';
import { Followed, followBackfill } from '../backfill/follow-backfill.ts';
import { type WindowOptions, windowOf } from '../backfill/window-of.ts';
import type { Cli } from '../cli.ts';
import { duration } from '../duration-option.ts';
import { NEVER } from '../never.ts';
import { addListOptions } from '../options.ts';
import { show } from '../output/show.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import type { Column } from '../output/table.ts';
import { pathTo } from '../path-to.ts';

interface BackfillOptions extends WindowOptions {
  /** True unless nobody waits. */
  readonly wait: boolean;
}

/** Calls that Dialpad knows and we do not. */
export function addBackfillCommands(program: Command, cli: Cli): void {
  const backfill = program
    .command('backfill')
    .description("fetch from Dialpad's list of calls what never arrived");

  const start = backfill
    .command('start', { isDefault: true })
    .description('walk over the calls that started then; the word start can be left out')
    .argument('<app_id>')
    .option('--from <time>', 'such as 2026-09-01T12:00:00Z')
    .option('--to <time>', 'the same; now without')
    .addOption(
      new Option('--last <time>', 'that long back from --to, such as 90m, 2h or 7d')
        .argParser(duration)
        .conflicts('from'),
    )
    .option('--no-wait', 'do not look on until it is done')
    .action((appId: string, options: BackfillOptions) => startBackfill(cli, appId, options));
  addExamples(
    start,
    'cti backfill <app_id> --last 2h',
    'cti backfill <app_id> --from 2026-09-01T12:00:00Z --to 2026-09-01T14:00:00Z',
  );

  addListOptions(backfill.command('list').description('all of an app, the newest first'))
    .argument('<app_id>')
    .action((appId: string, options: ListOptions) =>
      showList(cli, { ...LIST, path: pathOf(appId) }, options),
    );
}

const pathOf = (appId: string): string => pathTo('/internal/apps', appId, 'backfills');

async function startBackfill(cli: Cli, appId: string, options: BackfillOptions): Promise<void> {
  const path = pathOf(appId);
  const window = windowOf(options, cli.now());
  // From here on: who stops it now means the watching, not what the server has begun.
  const stopped = options.wait ? cli.whenStopped?.() : undefined;
  const begun = await cli.api.post(path, window);
  if (!options.wait) {
    const { id } = Followed.parse(begun).data;
    show(cli, begun, () => `Backfill ${id} waits for its turn: ${cli.name} backfill list ${appId}`);
    return;
  }
  const answer = await followBackfill(cli, { path, begun, stopped: stopped ?? NEVER });
  const { listed, recovered } = Followed.parse(answer).data;
  show(
    cli,
    answer,
    () => `Done: of ${listed} calls that Dialpad listed, ${recovered} were lacking, and are here.`,
  );
}

const COLUMNS: readonly Column[] = [
  ['BACKFILL ID', 'id'],
  ['WHY', 'reason'],
  ['FROM', 'from'],
  ['TO', 'to'],
  ['STATE', 'state'],
  ['DONE', ({ progress }) => (typeof progress === 'number' ? percent(progress) : null)],
  ['LISTED', 'listed'],
  ['RECOVERED', 'recovered'],
  ['ERROR', 'error'],
];

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

const LIST = { as: 'operator', none: 'There is no backfill.', columns: COLUMNS } as const;
