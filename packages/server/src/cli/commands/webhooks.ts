import type { Command } from 'commander';
import { z } from 'zod';

import { addExamples } from '../add-examples.ts';
import type { Answer } from '../api/api.ts';
import { queryOf } from '../api/query-of.ts';
import type { Cli } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { addListOptions, wholeNumber } from '../options.ts';
import { fields } from '../output/fields.ts';
import { show } from '../output/show.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import { showRecord } from '../output/show-record.ts';
import { pathTo } from '../path-to.ts';
import { readSecret } from '../read-secret.ts';

interface CreateOptions {
  readonly url?: string;
  readonly secretFile?: string;
}

interface RotateOptions {
  readonly overlap?: number;
  readonly secretFile?: string;
}

const LONGEST_OVERLAP_S = 604_800;

const WithSecret = z.object({
  hook_id: z.string(),
  hook_url: z.string(),
  webhook_secret: z.string(),
  previous_secret_until: z.string().nullable().optional(),
  message: z.string(),
  next_step: z.string(),
});

const Deleted = z.object({ message: z.string() });

/** Addresses for Dialpad to send to. */
export function addWebhooksCommands(program: Command, cli: Cli): void {
  const webhooks = program.command('webhooks').description('addresses for Dialpad to send to');
  addCreate(webhooks, cli);

  addListOptions(webhooks.command('list').description('all webhooks, the newest first'))
    .option('--app <app_id>', 'of this app')
    .action(({ app, ...options }: ListOptions & { readonly app?: string }) =>
      showList(cli, { ...LIST, filters: { app_id: app } }, options),
    );

  webhooks
    .command('show')
    .description('one webhook; its secret is shown by nothing')
    .argument('<hook_id>')
    .action(async (hookId: string) =>
      showRecord(cli, await cli.api.get(pathTo('/internal/webhooks', hookId), 'operator')),
    );

  const rotate = webhooks
    .command('rotate-secret')
    .description('give it a new secret; the one before verifies for a while as well')
    .argument('<hook_id>')
    .option('--overlap <seconds>', 'so long; 21600 without', wholeNumber(0, LONGEST_OVERLAP_S))
    .option('--secret-file <file>', 'holds the new secret; made by the server without')
    .action((hookId: string, options: RotateOptions) => rotateSecret(cli, hookId, options));
  addExamples(rotate, 'cti webhooks rotate-secret <hook_id> --overlap 3600');

  webhooks
    .command('delete')
    .description('take nothing at its address any more; its events stay')
    .argument('<hook_id>')
    .option('--yes', 'do it without asking')
    .action(async (hookId: string, { yes }: { readonly yes?: boolean }) => {
      await confirm(cli, `Delete webhook ${hookId}? What Dialpad sends there is lost.`, yes);
      const answer = await cli.api.remove(pathTo('/internal/webhooks', hookId));
      show(cli, answer, () => Deleted.parse(answer).message);
    });
}

const LIST = {
  path: '/internal/webhooks',
  as: 'operator',
  none: 'There is no webhook.',
  columns: [
    ['HOOK ID', 'hook_id'],
    ['APP', 'app_id'],
    ['URL', 'hook_url'],
    ['CREATED', 'created_at'],
    ['OLD SECRET UNTIL', 'previous_secret_until'],
  ],
} as const;

function addCreate(webhooks: Command, cli: Cli): void {
  const create = webhooks
    .command('create')
    .description('make a webhook of an app; its secret is shown this once')
    .argument('<app_id>')
    .option('--url <url>', 'its address up to the id, where PUBLIC_URL of the server does not fit')
    .option('--secret-file <file>', 'holds the secret; made by the server without')
    .action((appId: string, options: CreateOptions) => createHook(cli, appId, options));
  addExamples(create, 'cti webhooks create <app_id>');
}

async function createHook(
  cli: Cli,
  appId: string,
  { url, secretFile }: CreateOptions,
): Promise<void> {
  const answer = await cli.api.post(`/internal/webhooks/create${queryOf({ app_id: appId })}`, {
    register: false,
    webhook_url: url,
    ...(await givenSecret(secretFile)),
  });
  showSecret(cli, answer, (hookId) => [
    'To try it with an example, with the secret above:',
    `  export CTI_HOOK_SECRET=<webhook_secret>`,
    `  ${cli.name} send --hook ${hookId} --example 01`,
  ]);
}

async function rotateSecret(
  cli: Cli,
  hookId: string,
  { overlap, secretFile }: RotateOptions,
): Promise<void> {
  const answer = await cli.api.post(pathTo('/internal/webhooks', hookId, 'rotate-secret'), {
    overlap_seconds: overlap,
    ...(await givenSecret(secretFile)),
  });
  showSecret(cli, answer, () => []);
}

async function givenSecret(path: string | undefined): Promise<object> {
  return path === undefined ? {} : { webhook_secret: await readSecret(path) };
}

function showSecret(cli: Cli, answer: Answer, more: (hookId: string) => readonly string[]): void {
  show(cli, answer, () => {
    const { message, next_step: nextStep, ...hook } = WithSecret.parse(answer);
    const lines = [message, '', fields(hook), '', 'The secret is shown only now.', nextStep];
    return [...lines, ...more(hook.hook_id)].join('\n');
  });
}
