import { safeText } from './safe-text.ts';

export interface SafeError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly at?: readonly string[];
  readonly cause?: SafeError;
}

/**
 * An error without what it may carry from outside: a database quotes the values
 * that it refused, so of data errors only the code is kept.
 */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) {
    return { name: 'NotAnError', message: typeof error === 'string' ? safeText(error) : '' };
  }
  const code = 'code' in error && typeof error.code === 'string' ? safeText(error.code) : undefined;
  const cause = depth < DEEPEST ? (error.cause ?? undefined) : undefined;
  return {
    name: safeText(error.name),
    message: DATA_ERROR.test(code ?? '') || quotes(error) ? '' : safeText(error.message),
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause: safeError(cause, depth + 1) }),
    at: framesOf(error),
  };
}

const DEEPEST = 3;
/** SQLSTATE classes 22 and 23: the data itself is at fault. */
const DATA_ERROR = /^2[23][0-9A-Z]{3}$/;

/** JSON.parse and zod say what they were given. */
const quotes = (error: Error): boolean => error.name === 'SyntaxError' || error.name === 'ZodError';

/** Where it happened, without the message that a stack begins with. */
function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.trim());
}
