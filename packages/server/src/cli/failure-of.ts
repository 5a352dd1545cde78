import { CommanderError } from 'commander';
import { ZodError } from 'zod';

import { startupMessage } from '../lifecycle/startup-message.ts';
import { CliError, EXIT_CODES } from './cli-error.ts';
import { isUnreachable } from './is-unreachable.ts';

export interface Failure {
  readonly exitCode: number;
  /** For programs. */
  readonly code: string;
  /** For people. */
  readonly detail: string;
}

/** What a command's error means to whoever called it; `help` is the command that says its use. */
export function failureOf(error: unknown, help: string): Failure {
  if (error instanceof CliError) {
    return { exitCode: EXIT_CODES[error.exit], code: error.code, detail: error.message };
  }
  if (error instanceof CommanderError) {
    return { exitCode: EXIT_CODES.usage, code: 'usage', detail: usageOf(error, help) };
  }
  if (error instanceof ZodError) {
    const detail = "The server's answer is not as this program knows it: are both of one version?";
    return { exitCode: EXIT_CODES.failure, code: 'answer-unknown', detail };
  }
  const detail = startupMessage(error);
  return isUnreachable(error)
    ? { exitCode: EXIT_CODES.unreachable, code: 'database-unreachable', detail }
    : { exitCode: EXIT_CODES.failure, code: 'failed', detail };
}

function usageOf({ code, message }: CommanderError, help: string): string {
  if (code === 'commander.help') return `Say which command; see: ${help}`;
  return `${message.replace(/^error: /, '')}\nSee: ${help}`;
}
