import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { usageError } from './usage-error.ts';

/** What cannot be undone is done only when somebody says so, here or by --yes. */
export async function confirm(
  { prompts }: Pick<Cli, 'prompts'>,
  question: string,
  isSaid: boolean | undefined,
): Promise<void> {
  if (isSaid) return;
  if (prompts === null)
    throw usageError(`${question} Nobody can be asked here: say it with --yes.`);
  if (await prompts.confirm(question)) return;
  throw new CliError('failure', 'declined', 'Nothing was changed.');
}
