import type { HttpFault } from '../../http-fault.ts';

/** What Dialpad may answer, or fail to. */
export const DIALPAD_ERRORS = [
  'dialpad-forbidden',
  'dialpad-not-found',
  'dialpad-rate-limited',
  'dialpad-reauthorisation-needed',
  'dialpad-rejected',
  'dialpad-unauthorized',
  'dialpad-unavailable',
] as const satisfies readonly HttpFault['kind'][];

/** What may be told wherever Dialpad is asked for an app. */
export const DIALPAD_PROBLEMS = [
  ...DIALPAD_ERRORS,
  'dialpad-not-connected',
] as const satisfies readonly HttpFault['kind'][];

/** What may be told as well wherever something is set up there. */
export const SET_UP_PROBLEMS = [
  ...DIALPAD_PROBLEMS,
  'busy',
  'subscription-limit',
] as const satisfies readonly HttpFault['kind'][];
