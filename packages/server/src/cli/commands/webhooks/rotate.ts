import type { Command } from 'commander';

import { addExamples } from '../../add-examples.ts';
import type { Cli } from '../../cli.ts';
import { givenSecret } from '../../given-secret.ts';
import { wholeNumber } from '../../options.ts';
import { addHookArgument, hookPath, type OfApp } from './hook-argument.ts';
import { showHook } from './show-hook.ts';

interface RotateOptions extends OfApp {
  readonly overlap?: number;
  readonly secretFile?: string;
}

const LONGEST_OVERLAP_S = 604_800;

export function addRotateWebhook(webhooks: Command, cli: Cli): void {
  const rotate = addHookArgument(
    webhooks
      .command('rotate')
      .alias('rotate-secret')
      .description(
        'give it a new secret, in Dialpad too; the one before verifies for a while as well',
      ),
  )
    .option(
      '--overlap <seconds>',
      'so long, of a webhook that was entered in Dialpad by hand; 21600 without',
      wholeNumber(0, LONGEST_OVERLAP_S),
    )
    .option('--secret-file <file>', 'holds the new secret; made by the server without')
    .action((hookId: string, options: RotateOptions) => rotateSecret(cli, hookId, options));
  addExamples(
    rotate,
    'cti webhooks rotate <hook_id>',
    'cti webhooks rotate <hook_id> --overlap 3600',
  );
}

async function rotateSecret(
  cli: Cli,
  hookId: string,
  { overlap, secretFile, ...ofApp }: RotateOptions,
): Promise<void> {
  const answer = await cli.api.post(hookPath(hookId, ofApp, 'rotate-secret'), {
    overlap_seconds: overlap,
    ...(await givenSecret(secretFile)),
  });
  showHook(cli, answer, () => []);
}
