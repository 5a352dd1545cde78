import type { Command } from 'commander';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { fields } from '../output/fields.ts';
import { show } from '../output/show.ts';

/** What works on the settings and the database themselves; no server need run. */
export function addServerCommands(program: Command, cli: Cli): void {
  const start = program
    .command('start')
    .description('start the server, here and until it is stopped')
    .option('--no-simulator', 'without the stand-in Dialpad that runs where nothing real is')
    .action(({ simulator }: { readonly simulator: boolean }) => cli.startServer({ simulator }));
  addExamples(start, 'DATABASE_URL=postgres://cti:…@db.example.com/cti cti start');

  program
    .command('migrate')
    .description('bring the database up to date, as every start does')
    .action(() => migrate(cli));

  program
    .command('config')
    .description('the settings of this environment')
    .command('check')
    .description('say what cannot be used, and where each setting comes from; never a value')
    .action(() => checkConfig(cli));
}

// Imported when they are needed: the other commands start without a database's libraries.
async function migrate(cli: Cli): Promise<void> {
  const { migrateDatabase } = await import('../migrate-database.ts');
  const onProgress = (text: string) => cli.screen.complain(`${text}\n`);
  const { database, applied } = await migrateDatabase(cli.environment, onProgress);
  const message =
    applied.length === 0
      ? 'It was up to date.'
      : `Applied ${applied.length}: ${applied.join(', ')}.`;
  show(cli, { success: true, database, applied, message }, () => `${database}: ${message}`);
}

async function checkConfig(cli: Cli): Promise<void> {
  const { checkConfiguration } = await import('../check-configuration.ts');
  const { settings, warnings } = await checkConfiguration(cli.environment);
  show(cli, { success: true, settings, warnings }, () =>
    [
      'The configuration can be used. Where each setting comes from:',
      fields(Object.fromEntries(settings.map(({ name, source }) => [name, source]))),
      ...warnings.map((warning) => `Warning: ${warning}`),
    ].join('\n'),
  );
}
