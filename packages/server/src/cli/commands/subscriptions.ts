import { SUBSCRIPTION_KINDS, type SubscriptionKind } from '@dialpad-cti/core';
import { Argument, type Command, Option } from 'commander';

import { addExamples } from '../add-examples.ts';
import { queryOf } from '../api/query-of.ts';
import type { Cli } from '../cli.ts';
import { showMessage } from '../output/show-message.ts';
import { showRows } from '../output/show-rows.ts';
import type { Column } from '../output/table.ts';
import { pathTo } from '../path-to.ts';
import { CALL_STATES_OPTION } from '../subscription-terms.ts';
import { termsText } from '../terms-text.ts';
import { usageError } from '../usage-error.ts';

interface ListFilters {
  readonly app?: string;
  readonly hook?: string;
}

interface AddOptions {
  readonly callStates?: readonly string[];
  readonly direction?: string;
  /** True unless they are left out. */
  readonly status: boolean;
  readonly internal: boolean;
}

/** What Dialpad is to send to a webhook. */
export function addSubscriptionsCommands(program: Command, cli: Cli): void {
  const subscriptions = program
    .command('subscriptions')
    .description('what Dialpad is to send to a webhook');

  subscriptions
    .command('list')
    .description('what each webhook is to get, and under which id Dialpad has it')
    .option('--app <app_id>', 'of this app')
    .option('--hook <hook_id>', 'of this webhook')
    .action((filters: ListFilters) => listSubscriptions(cli, filters));

  addAdd(subscriptions, cli);

  subscriptions
    .command('remove')
    .description('ask Dialpad for that kind of event no more')
    .argument('<subscription_id>', "Dialpad's id of it")
    .requiredOption('--app <app_id>', 'the app that it is of')
    .action(async (id: string, { app }: { readonly app: string }) => {
      const path = pathTo('/internal/subscriptions', id) + queryOf({ app_id: app });
      showMessage(cli, await cli.api.remove(path));
    });
}

function addAdd(subscriptions: Command, cli: Cli): void {
  const add = subscriptions
    .command('add')
    .description('ask Dialpad for one more kind of event, or for it on other terms')
    .argument('<hook_id>')
    .addArgument(new Argument('<kind>', 'of event').choices(SUBSCRIPTION_KINDS))
    .option(...CALL_STATES_OPTION)
    .addOption(new Option('--direction <direction>', 'of texts only these').choices(DIRECTIONS))
    .option('--no-status', "of texts leave out the changes of a message's delivery status")
    .option('--no-internal', 'of texts leave out those between colleagues')
    .action(async (hookId: string, kind: SubscriptionKind, options: AddOptions) => {
      const path = pathTo('/internal/subscriptions', kind) + queryOf({ hook_id: hookId });
      showMessage(cli, await cli.api.post(path, termsOf(kind, options)));
    });
  addExamples(
    add,
    'cti subscriptions add <hook_id> sms --direction inbound',
    'cti subscriptions add <hook_id> call --call-states ringing,connected,hangup',
  );
}

const DIRECTIONS = ['all', 'inbound', 'outbound'];

async function listSubscriptions(cli: Cli, { app, hook }: ListFilters): Promise<void> {
  const path = `/internal/subscriptions${queryOf({ app_id: app, hook_id: hook })}`;
  showRows(cli, await cli.api.get(path, 'operator'), {
    columns: COLUMNS,
    none: 'Nothing is asked of Dialpad.',
  });
}

const COLUMNS: readonly Column[] = [
  ['SUBSCRIPTION ID', 'id'],
  ['KIND', 'kind'],
  ['HOOK ID', 'hook_id'],
  ['APP', 'app_id'],
  ['WANTED', 'is_wanted'],
  ['TERMS', termsText],
];

/** What is not said is left to the server. */
function termsOf(kind: SubscriptionKind, options: AddOptions): object {
  const { callStates, direction, status, internal } = options;
  const ofTexts = {
    direction,
    status: status ? undefined : false,
    include_internal: internal ? undefined : false,
  };
  if (kind !== 'call' && callStates !== undefined) {
    throw usageError('--call-states says something of calls only.');
  }
  if (kind !== 'sms' && Object.values(ofTexts).some((term) => term !== undefined)) {
    throw usageError('--direction, --no-status and --no-internal say something of texts only.');
  }
  return kind === 'sms' ? ofTexts : { call_states: callStates };
}
