import { type Command, CommanderError } from 'commander';

import type { Cli } from './cli.ts';
import { createProgram } from './create-program.ts';
import { failureOf } from './failure-of.ts';

/** Runs one command; gives the exit code of the process. */
export async function runProgram(words: readonly string[], cli: Cli): Promise<number> {
  const program = createProgram(cli);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // `--help` and `--version` are told as errors, too.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const named = words.filter((word) => !word.startsWith('-'));
    const { exitCode, code, detail } = failureOf(error, `${nameOf(program, named)} --help`);
    cli.screen.complain(`${cli.isJson ? JSON.stringify({ error: { code, detail } }) : detail}\n`);
    return exitCode;
  }
}

/** Of the command that was meant, as far as there is one. */
function nameOf(command: Command, [word, ...others]: readonly string[]): string {
  const inner = command.commands.find(
    (candidate) => word !== undefined && [candidate.name(), ...candidate.aliases()].includes(word),
  );
  return inner === undefined ? command.name() : `${command.name()} ${nameOf(inner, others)}`;
}
