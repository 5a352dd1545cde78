import { createProgressLine, type ProgressLine } from '../client/progress-line.ts';
import type { Cli } from './cli.ts';

/** Drawn beside what the command answers, and only where somebody watches. */
export async function startProgress(
  { screen }: Pick<Cli, 'screen'>,
  unit: string,
  total: number | (() => Promise<number>),
): Promise<ProgressLine> {
  if (!screen.drawsProgress) return { step: () => {}, end: () => {} };
  return createProgressLine({
    total: typeof total === 'number' ? total : await total(),
    unit,
    isTerminal: true,
    write: screen.complain,
  });
}
