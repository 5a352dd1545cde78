import { DIALPAD_PROBLEM_ROWS } from './dialpad-problem-rows.ts';
import type { HttpFault } from './http-fault.ts';
import type { ProblemRow } from './problem-row.ts';

// A foreign object, a missing one and an id that cannot be one get the same answer.
const NOT_FOUND: ProblemRow = {
  status: 404,
  code: 'not-found',
  title: 'Not found',
  detail: 'There is nothing with this id.',
};

const BUSY: ProblemRow = {
  status: 503,
  code: 'temporarily-unavailable',
  title: 'Temporarily unavailable',
  detail:
    'The request could not be finished now; its work may be done all the same. Repeat it, and a POST with the same Idempotency-Key.',
  headers: { 'Retry-After': '1' },
};

const INVALID: ProblemRow = {
  status: 400,
  code: 'request-invalid',
  title: 'Invalid request',
  detail: 'The request is not valid:',
};

/** The one place where a fault becomes a status: a new kind does not compile without a row. */
export const PROBLEM_ROWS = {
  'store-unavailable': BUSY,
  overloaded: BUSY,
  'deadline-exceeded': BUSY,
  'not-ready': { ...BUSY, code: 'not-ready', title: 'Not ready', detail: 'See `checks`.' },
  'key-refused': {
    status: 401,
    code: 'key-refused',
    title: 'Not authenticated',
    detail: 'Send a valid key in one x-app-api-key header.',
    headers: { 'WWW-Authenticate': 'ApiKey realm="app", header="x-app-api-key"' },
  },
  'operator-refused': {
    status: 401,
    code: 'operator-refused',
    title: 'Not authenticated',
    detail: 'Send the operator secret as "Authorization: Bearer <secret>".',
    headers: { 'WWW-Authenticate': 'Bearer realm="operator"' },
  },
  'signature-refused': {
    status: 401,
    code: 'signature-refused',
    title: 'Signature refused',
    detail: 'The body is not a token signed with the secret of this webhook.',
    headers: { 'WWW-Authenticate': 'Signature realm="webhook"' },
  },
  'hook-not-found': NOT_FOUND,
  'app-not-found': NOT_FOUND,
  'record-not-found': NOT_FOUND,
  'route-not-found': {
    status: 404,
    code: 'route-not-found',
    title: 'No such route',
    detail: 'Nothing is served under this path.',
  },
  'method-not-allowed': {
    status: 405,
    code: 'method-not-allowed',
    title: 'Method not allowed',
    detail: 'This path is served, but not for this method: see the Allow header.',
  },
  'request-malformed': {
    status: 400,
    code: 'request-malformed',
    title: 'Bad Request',
    detail: 'This is not a request of HTTP/1.1.',
  },
  'request-timeout': {
    status: 408,
    code: 'request-timeout',
    title: 'Request Timeout',
    detail: 'The request took too long to arrive.',
  },
  'headers-too-large': {
    status: 431,
    code: 'headers-too-large',
    title: 'Request Header Fields Too Large',
    detail: 'The head of the request is larger than this server accepts.',
  },
  'request-invalid': INVALID,
  'app-name-invalid': INVALID,
  'hook-secret-too-short': INVALID,
  'hook-secret-malformed': INVALID,
  'key-name-invalid': INVALID,
  'key-expiry-past': INVALID,
  'idempotency-key-reused': {
    status: 422,
    code: 'idempotency-key-reused',
    title: 'Idempotency key reused',
    detail: 'This Idempotency-Key came before with another request. Use a new one for each.',
  },
  'release-refused': {
    status: 422,
    code: 'release-refused',
    title: 'Cannot be released',
    detail: 'It is kept as it was:',
  },
  'quota-exceeded': {
    status: 429,
    code: 'quota-exceeded',
    title: 'Too many requests',
    detail: 'Repeat the request after the time that the Retry-After header says.',
  },
  ...DIALPAD_PROBLEM_ROWS,
  'body-malformed': {
    status: 400,
    code: 'body-malformed',
    title: 'Malformed body',
    detail: 'The body is not a JSON object.',
  },
  'body-incomplete': {
    status: 400,
    code: 'body-incomplete',
    title: 'Incomplete body',
    detail: 'The body ended before its announced end.',
  },
  'body-too-large': {
    status: 413,
    code: 'body-too-large',
    title: 'Body too large',
    detail: 'The body is larger than this route accepts.',
  },
  'media-type-unsupported': {
    status: 415,
    code: 'media-type-unsupported',
    title: 'Unsupported media type',
    detail: 'Send the body as application/json.',
  },
  'content-coding-unsupported': {
    status: 415,
    code: 'content-coding-unsupported',
    title: 'Unsupported content coding',
    detail: 'Send the body without Content-Encoding.',
    headers: { 'Accept-Encoding': 'identity' },
  },
  unexpected: {
    status: 500,
    code: 'unexpected',
    title: 'Unexpected fault',
    detail: 'Something went wrong on our side. Give the request id when you report it.',
  },
} satisfies Record<HttpFault['kind'], ProblemRow>;
