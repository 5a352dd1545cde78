import type { Command } from 'commander';
import { z } from 'zod';

import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { show } from '../output/show.ts';
import { startProgress } from '../start-progress.ts';

const Resealed = z.object({ resealed: z.int(), remaining: z.int(), message: z.string() });

/** Secrets that the server keeps sealed. */
export function addSecretsCommands(program: Command, cli: Cli): void {
  program
    .command('secrets')
    .description('secrets that the server keeps sealed')
    .command('reseal')
    .description('seal all anew under the first of ENCRYPTION_KEYS, so that an old key can go')
    .action(() => reseal(cli));
}

async function reseal(cli: Cli): Promise<void> {
  const next = () => cli.api.post('/internal/secrets/reseal', {});
  let answer = await next();
  let slice = Resealed.parse(answer);
  let resealed = slice.resealed;
  const progress = await startProgress(cli, 'secrets', resealed + slice.remaining);
  try {
    progress.step(slice.resealed);
    while (slice.remaining > 0 && slice.resealed > 0) {
      answer = await next();
      slice = Resealed.parse(answer);
      resealed += slice.resealed;
      progress.step(slice.resealed);
    }
  } finally {
    progress.end();
  }
  const { remaining } = slice;
  if (remaining > 0) {
    throw new CliError(
      'failure',
      'reseal-stuck',
      `${resealed} were sealed anew, ${remaining} could not be: see the server's log.`,
    );
  }
  const message =
    resealed === 0
      ? 'Every secret lies under the current key already.'
      : `${resealed} sealed anew. Keys after the first in ENCRYPTION_KEYS can go.`;
  show(cli, { ...answer, resealed, remaining, message }, () => message);
}
