import { Command } from 'commander';

import type { Cli } from './cli.ts';
import { addAppsCommands } from './commands/apps.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addBackfillCommands } from './commands/backfill.ts';
import { addConnectCommands } from './commands/connect.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEventsCommands } from './commands/events.ts';
import { addHeldCommands } from './commands/held.ts';
import { addKeysCommands } from './commands/keys.ts';
import { addLedgerCommand } from './commands/ledger.ts';
import { addOpenapiCommand } from './commands/openapi.ts';
import { addQueueCommand } from './commands/queue.ts';
import { addRecordsCommands } from './commands/records.ts';
import { addSecretsCommands } from './commands/secrets.ts';
import { addSendCommand } from './commands/send.ts';
import { addServerCommands } from './commands/server.ts';
import { addSimulateCommand } from './commands/simulate.ts';
import { addSubscriptionsCommands } from './commands/subscriptions.ts';
import { addWebhooksCommands } from './commands/webhooks.ts';
import { helpText } from './help-text.ts';

/** All commands. It never ends the process: its errors are `CommanderError`s to catch. */
export function createProgram(cli: Cli): Command {
  const { screen, isJson } = cli;
  const program = new Command(cli.name)
    .description('Runs and operates the Dialpad CTI server.')
    .version(cli.version, '--version', 'say the version')
    .helpOption('-h, --help', 'say how it is used')
    .helpCommand(false)
    .option('--json', 'one JSON document in the place of text, and errors as JSON')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: screen.write,
      writeErr: isJson ? () => {} : screen.complain,
      // Whoever catches the error says it, in our own words.
      outputError: () => {},
      getOutHelpWidth: () => screen.width,
      getErrHelpWidth: () => screen.width,
      getOutHasColors: () => screen.isColored,
      getErrHasColors: () => screen.isColored,
    })
    .addHelpText('after', helpText(cli.name));

  program.commandsGroup('Server:');
  addServerCommands(program, cli);
  addSecretsCommands(program, cli);
  addOpenapiCommand(program, cli);
  addSimulateCommand(program, cli);
  addDoctorCommand(program, cli);
  program.commandsGroup('Apps and access:');
  addAppsCommands(program, cli);
  addKeysCommands(program, cli);
  addAuditCommands(program, cli);
  program.commandsGroup('Dialpad:');
  addConnectCommands(program, cli);
  addWebhooksCommands(program, cli);
  addSubscriptionsCommands(program, cli);
  addBackfillCommands(program, cli);
  addLedgerCommand(program, cli);
  program.commandsGroup('Events:');
  addSendCommand(program, cli);
  addQueueCommand(program, cli);
  addEventsCommands(program, cli);
  addHeldCommands(program, cli);
  program.commandsGroup('Records, with the key of an app:');
  addRecordsCommands(program, cli);
  // Each has its own --help.
  for (const group of program.commands) group.helpCommand(false);
  return program;
}
