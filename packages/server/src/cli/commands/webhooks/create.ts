import { type Command, Option } from 'commander';

import { addExamples } from '../../add-examples.ts';
import { queryOf } from '../../api/query-of.ts';
import type { Cli } from '../../cli.ts';
import { givenSecret } from '../../given-secret.ts';
import {
  CALL_STATES_OPTION,
  KINDS_OPTION,
  subscriptionTerms,
  type TermsOptions,
} from '../../subscription-terms.ts';
import { showHook } from './show-hook.ts';

interface CreateOptions extends TermsOptions {
  readonly url?: string;
  readonly secretFile?: string;
  readonly manual?: boolean;
}

export function addCreateWebhook(webhooks: Command, cli: Cli): void {
  const create = webhooks
    .command('create')
    .description(
      'make a webhook of an app and set it up in Dialpad; or --manual, on this side only',
    )
    .argument('<app_id>')
    .option('--url <url>', 'its address up to the id, where PUBLIC_URL of the server does not fit')
    .option('--secret-file <file>', 'holds the secret; made by the server without')
    .option(...KINDS_OPTION)
    .option(...CALL_STATES_OPTION)
    .addOption(
      new Option('--manual', 'ask nothing of Dialpad; show the secret once, to be entered there')
        // Of what Dialpad sends, whoever enters it there decides.
        .conflicts(['subscriptions', 'callStates']),
    )
    .action((appId: string, options: CreateOptions) => createHook(cli, appId, options));
  addExamples(
    create,
    'cti webhooks create <app_id>',
    'cti webhooks create <app_id> --subscriptions call,sms --call-states ringing,connected,hangup',
    'cti webhooks create <app_id> --manual',
  );
}

async function createHook(cli: Cli, appId: string, options: CreateOptions): Promise<void> {
  const { url, secretFile, manual } = options;
  const answer = await cli.api.post(`/internal/webhooks/create${queryOf({ app_id: appId })}`, {
    register: !manual,
    webhook_url: url,
    subscriptions: subscriptionTerms(options),
    ...(await givenSecret(secretFile)),
  });
  showHook(cli, answer, (hookId) =>
    manual
      ? [
          'To try it with an example, with the secret above:',
          '  export CTI_HOOK_SECRET=<webhook_secret>',
          `  ${cli.name} send --hook ${hookId} --example 01`,
        ]
      : ['To see whether events get through:', `  ${cli.name} webhooks test ${hookId}`],
  );
}
