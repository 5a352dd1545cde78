import type { Answer } from './answer.ts';

const REASONS = {
  400: 'badRequest',
  401: 'authError',
  403: 'forbidden',
  404: 'notFound',
  405: 'methodNotAllowed',
  413: 'uploadTooLarge',
  429: 'rateLimitExceeded',
  500: 'backendError',
} as const;

/** An error as Dialpad words it. */
export function refuse(status: keyof typeof REASONS, message: string): Answer {
  const errors = [{ domain: 'global', reason: REASONS[status], message }];
  return { status, body: { error: { code: status, message, errors } } };
}
