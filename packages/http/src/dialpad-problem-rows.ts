import type { ProblemRow } from './problem-row.ts';

/** What can go wrong beside or on the way to Dialpad: 502 is trouble there, 409 waits for an operator. */
export const DIALPAD_PROBLEM_ROWS = {
  'dialpad-unavailable': {
    status: 502,
    code: 'dialpad-unavailable',
    title: 'Dialpad is not available',
    detail:
      'Dialpad gave no usable answer in time. What was begun is known here: repeat the request.',
  },
  'dialpad-unauthorized': {
    status: 502,
    code: 'dialpad-unauthorized',
    title: 'Dialpad refuses the token',
    detail:
      'The token of this app opens nothing at Dialpad. Set another DIALPAD_API_KEY, or connect the app anew.',
  },
  'dialpad-forbidden': {
    status: 502,
    code: 'dialpad-forbidden',
    title: 'Dialpad forbids it',
    detail: 'The token of this app may not do this at Dialpad.',
  },
  'dialpad-rejected': {
    status: 502,
    code: 'dialpad-rejected',
    title: 'Dialpad rejects the request',
    detail: 'Repeating it unchanged does not help. Dialpad says:',
  },
  'dialpad-not-found': {
    status: 502,
    code: 'dialpad-not-found',
    title: 'Not there at Dialpad',
    detail:
      'What this is about is not there at Dialpad (any more). See the drift of the webhook, and repair it.',
  },
  'dialpad-rate-limited': {
    status: 503,
    code: 'dialpad-rate-limited',
    title: 'Dialpad asks to wait',
    detail:
      'As much was asked of Dialpad as it allows. Repeat the request after the time that the Retry-After header says.',
  },
  'dialpad-reauthorisation-needed': {
    status: 409,
    code: 'dialpad-reauthorisation-needed',
    title: 'The app has to be connected anew',
    detail:
      'Dialpad takes what we hold for this app no more. Have an administrator of the Dialpad account open a connect link.',
  },
  'dialpad-not-connected': {
    status: 409,
    code: 'dialpad-not-connected',
    title: 'Not connected to Dialpad',
    detail:
      'There is no way to Dialpad for this app. Set DIALPAD_API_KEY, connect the app, or create the webhook with "register": false.',
  },
  'subscription-limit': {
    status: 409,
    code: 'subscription-limit',
    title: 'Too many subscriptions',
    detail:
      'Dialpad allows ten subscriptions of a kind for all of a company. Delete one there, or have the programs share one app here: it can have several named keys.',
  },
  'webhook-secret-differs': {
    status: 409,
    code: 'webhook-secret-differs',
    title: 'The webhook has another secret',
    detail:
      'The app has a webhook at this address, with another secret. Leave webhook_secret out, or change it with rotate-secret.',
  },
  'not-registered': {
    status: 409,
    code: 'not-registered',
    title: 'Not registered in Dialpad',
    detail:
      'This webhook was made on our side only: what Dialpad has of it is kept by hand. Create one with "register": true.',
  },
  busy: {
    status: 503,
    code: 'busy',
    title: 'Busy',
    detail:
      'Somebody else is setting up the same app. Repeat the request, with the same Idempotency-Key.',
    headers: { 'Retry-After': '5' },
  },
  'oauth-unavailable': {
    status: 409,
    code: 'oauth-unavailable',
    title: 'OAuth is not set up',
    detail:
      'Dialpad knows this server by a client id and a secret. Set DIALPAD_PROD_CLIENT_ID, DIALPAD_PROD_CLIENT_SECRET and DIALPAD_PROD_REDIRECT_URI, or the same with SANDBOX.',
  },
  'authorisation-refused': {
    status: 403,
    code: 'authorisation-refused',
    title: 'Not connected',
    detail:
      'This link is unknown, used or too old, or another browser began with it. Ask for a new link, and open it in one browser.',
  },
  'grant-refused': {
    status: 403,
    code: 'grant-refused',
    title: 'Dialpad did not grant access',
    detail:
      'Somebody refused, or it took too long. Ask for a new link, and agree as an administrator of the Dialpad account.',
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
