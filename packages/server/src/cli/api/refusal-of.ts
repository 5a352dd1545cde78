import { z } from 'zod';

import { CliError } from '../cli-error.ts';
import type { Answer } from './api.ts';

const Problem = z.object({ code: z.string(), detail: z.string(), title: z.string() });

/** What the server said no to, and what a person can do about it. */
export function refusalOf(status: number, answer: Answer, name: string): CliError {
  const problem = Problem.safeParse(answer).data;
  if (problem === undefined) {
    return new CliError(
      'failure',
      'answer-unknown',
      `What answered (${status}) is not this server's API: is CTI_URL right?`,
    );
  }
  const { code, detail } = problem;
  const hint = HINTS.get(code)?.(name);
  return new CliError(
    status === 503 && !isOfDialpad(code) ? 'unreachable' : 'failure',
    code,
    [
      `The server said no (${status} ${code}): ${detail}`,
      ...(hint === undefined ? [] : [hint]),
    ].join(' '),
  );
}

/** The server and its database are well; Dialpad, or another who is at the same webhook, is not. */
const isOfDialpad = (code: string): boolean => code === 'busy' || code.startsWith('dialpad-');

const HINTS: ReadonlyMap<string, Hint> = new Map<string, Hint>([
  [
    'operator-refused',
    () =>
      "Set INTERNAL_API_SECRET to the operator's secret of this server, or DATA_DIR to the folder where it keeps it.",
  ],
  [
    'key-refused',
    (name) =>
      `Set CTI_API_KEY to a key of the app; a new one: ${name} keys create <app_id> --name <name>`,
  ],
  [
    'signature-refused',
    () => 'Is CTI_HOOK_SECRET, or what --secret-file holds, the secret of this webhook?',
  ],
  [
    'dialpad-not-connected',
    (name) =>
      `Connect the app by: ${name} connect link <app_id>; or make a webhook on this side only: ${name} webhooks create <app_id> --manual`,
  ],
  [
    'dialpad-reauthorisation-needed',
    (name) => `Authorise the app anew by: ${name} connect link <app_id>`,
  ],
  ['webhook-secret-differs', (name) => `Change it by: ${name} webhooks rotate <hook_id>`],
  ['route-not-found', () => 'Is CTI_URL right, and the server of this version?'],
]);

type Hint = (name: string) => string;
