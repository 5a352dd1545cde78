import type { Answer } from '../api/api.ts';
import type { Cli } from '../cli.ts';

/** The answer as the server gave it with --json, else its text for people. */
export function show(
  { isJson, screen }: Pick<Cli, 'isJson' | 'screen'>,
  answer: Answer | readonly Answer[],
  text: () => string,
): void {
  screen.write(`${isJson ? JSON.stringify(answer, null, 2) : text()}\n`);
}
