import type { Command } from 'commander';
import { z } from 'zod';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { confirm } from '../confirm.ts';
import { show } from '../output/show.ts';
import { showRecord } from '../output/show-record.ts';
import { pathTo } from '../path-to.ts';

const Link = z.object({ connect_url: z.string(), expires_at: z.string() });
const Ended = z.object({ message: z.string(), left_at_dialpad: z.array(z.string()) });

/** An app's own link to a Dialpad account, by OAuth. */
export function addConnectCommands(program: Command, cli: Cli): void {
  const connect = program
    .command('connect')
    .description("an app's own link to a Dialpad account, by OAuth");

  const link = connect
    .command('link')
    .description('make an address, good for one use, at which an administrator of Dialpad agrees')
    .argument('<app_id>')
    .action((appId: string) => makeLink(cli, appId));
  addExamples(link, 'cti connect link <app_id>');

  connect
    .command('status')
    .description('whose account it is, what it may do, and until when')
    .argument('<app_id>')
    .action(async (appId: string) =>
      showRecord(
        cli,
        await cli.api
          .get(pathTo('/internal/apps', appId, 'connection'), 'operator')
          .catch(orUnconnected(cli, appId)),
      ),
    );

  connect
    .command('end')
    .description('take away what was set up in Dialpad, give the authorisation back, and forget it')
    .argument('<app_id>')
    .option('--yes', 'do it without asking')
    .action(async (appId: string, { yes }: { readonly yes?: boolean }) => {
      await confirm(cli, `End the link of app ${appId}? Dialpad sends it nothing any more.`, yes);
      await endLink(cli, appId);
    });
}

async function makeLink(cli: Cli, appId: string): Promise<void> {
  const answer = await cli.api.post(pathTo('/internal/apps', appId, 'connect-link'));
  show(cli, answer, () => {
    const { connect_url: url, expires_at: until } = Link.parse(answer);
    return [
      `An administrator of Dialpad opens this in a browser, once, until ${until}:`,
      '',
      `  ${url}`,
      '',
      'Whoever has it can connect their own account to this app: hand it over privately. Then:',
      `  ${cli.name} connect status ${appId}`,
    ].join('\n');
  });
}

async function endLink(cli: Cli, appId: string): Promise<void> {
  const answer = await cli.api
    .post(pathTo('/auth/dialpad/disconnect', appId))
    .catch(orUnconnected(cli, appId));
  show(cli, answer, () => {
    const { message, left_at_dialpad: left } = Ended.parse(answer);
    return [message, ...left.map((id) => `  webhook ${id}`)].join('\n');
  });
}

/** Of what is not there the server's own words cannot say what was meant. */
function orUnconnected({ name }: Cli, appId: string): (error: unknown) => never {
  return (error) => {
    const isNone = error instanceof CliError && NONE.has(error.code);
    if (!isNone) throw error;
    throw new CliError(
      'failure',
      error.code,
      `There is no app ${appId}, or it has no connection of its own. Make one by: ${name} connect link ${appId}`,
    );
  };
}

const NONE: ReadonlySet<string> = new Set(['not-found', 'dialpad-not-connected']);
