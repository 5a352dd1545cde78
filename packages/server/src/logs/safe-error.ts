import { safeText } from './safe-text.ts';

export interface SafeError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly at?: readonly string[];
  readonly cause?: SafeError;
}

/**
 * An error without what it may carry from outside: a database quotes the values that it refused,
 * and its triggers say what they like, so of most of its errors only the code is kept.
 */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) {
    return { name: 'NotAnError', message: typeof error === 'string' ? safeText(error) : '' };
  }
  const code = 'code' in error && typeof error.code === 'string' ? safeText(error.code) : undefined;
  const cause = depth < DEEPEST ? (error.cause ?? undefined) : undefined;
  return {
    name: safeText(error.name),
    message: quotes(error, code ?? '') ? '' : safeText(error.message),
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause: safeError(cause, depth + 1) }),
    at: framesOf(error),
  };
}

const DEEPEST = 3;
const SQLSTATE = /^(?:\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;
/** These classes speak of connections, accounts, statements and the server itself. */
const NOT_OF_DATA = /^(?:08|0A|25|28|3D|40|42|53|55|57|58)/;

/** JSON.parse and zod say what they were given, too. */
const quotes = ({ name }: Error, code: string): boolean =>
  name === 'SyntaxError' || name === 'ZodError' || (SQLSTATE.test(code) && !NOT_OF_DATA.test(code));

/** Where it happened, without the message that a stack begins with. */
function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.trim());
}
