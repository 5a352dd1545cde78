import { type Act, Timestamp } from '@dialpad-cti/core';
import { err, errAsync, ok } from 'neverthrow';
import { z } from 'zod';

import { hookUrl } from '../answer/hook-url.ts';
import { success } from '../answer/success.ts';
import { type FoundHook, findHook, HookReference, hookScope } from '../request/hook-reference.ts';
import { known } from '../request/known.ts';
import { PlainText } from '../request/parameters.ts';
import { defineRoute, type RouteDeps } from '../route.ts';
import { SET_UP_PROBLEMS } from './dialpad/dialpad-problems.ts';

/** Dialpad repeats a text message for about 4 hours, signed with the secret that it had then. */
const DEFAULT_SECONDS = 21_600;
const WEEK_SECONDS = 604_800;
const OVERLAP = `must be a whole number of seconds from 0 to ${WEEK_SECONDS}`;

const Answer = z.object({
  success: z.literal(true),
  hook_id: z.string(),
  hook_url: z.string(),
  webhook_secret: z
    .string()
    .optional()
    .describe('Of a webhook that is on our side only. Shown this once.'),
  previous_secret_until: Timestamp.nullable().describe(
    'Until then the secret before it verifies as well; null: it does not, or has no end yet.',
  ),
  rotation_open: z
    .boolean()
    .describe('The secret before has no end yet: Dialpad has to sign with the new one first.'),
  message: z.string(),
  next_step: z.string().optional().describe('What is left to do by hand.'),
});

const Body = z.strictObject({
  webhook_secret: PlainText.optional().describe('At least 32 characters; made when absent.'),
  overlap_seconds: z
    .int(OVERLAP)
    .min(0, OVERLAP)
    .max(WEEK_SECONDS, OVERLAP)
    .optional()
    .describe(
      `So long the secret before goes on to verify; ${DEFAULT_SECONDS} when absent. Not for a webhook that is registered in Dialpad: there it ends 5 hours after the new one was seen.`,
    ),
});

export const rotateHookSecretRoute = defineRoute({
  method: 'POST',
  path: '/internal/webhooks/:hook_id/rotate-secret',
  operation: 'rotateHookSecret',
  tag: 'hooks',
  auth: 'operator',
  summary: 'Gives a webhook a new secret, in Dialpad as well if it is registered there.',
  params: z.object({ hook_id: HookReference }),
  query: z.object(hookScope),
  body: { kind: 'json', schema: Body },
  answers: { 200: Answer },
  asksDialpad: true,
  // Done twice, the secret that Dialpad signs with would verify no more.
  staysHere: (deps, { params, query }) =>
    findHook(deps, params, query)
      .map(({ registration }) => registration === null)
      // There may be an answer from when it was there.
      .orElse((fault) => (fault.kind === 'record-not-found' ? ok(true) : err(fault))),
  problems: ['not-registered', ...SET_UP_PROBLEMS],
  handler: (deps, { params, query, body, act }) =>
    findHook(deps, params, query).andThen((hook) => {
      const rotation = { ...hook, body, act };
      return hook.registration === null ? rotateOurs(deps, rotation) : rotateBoth(deps, rotation);
    }),
});

interface Rotation extends FoundHook {
  readonly body: z.output<typeof Body>;
  readonly act: Act;
}

const rotateBoth = (
  deps: Pick<RouteDeps, 'webhookSetup' | 'publicUrl'>,
  { hook, registration, body, act }: Rotation,
) => {
  if (body.overlap_seconds !== undefined) return errAsync(OVERLAP_REFUSED);
  const request = { hookId: hook.hookId, ...known({ secret: body.webhook_secret }) };
  return deps.webhookSetup.rotateSecret(request, act).map(({ hook: rotated, secret }) =>
    success(200, {
      hook_id: rotated.hookId,
      hook_url: registration?.hookUrl ?? hookUrl(deps.publicUrl, rotated.hookId),
      previous_secret_until: rotated.previousSecretUntil,
      rotation_open: rotated.isRotationOpen,
      message:
        body.webhook_secret === undefined || body.webhook_secret === secret
          ? 'Secret rotated, in Dialpad as well.'
          : 'An earlier rotation was still open and has been finished, with its secret. Rotate again for yours.',
    }),
  );
};

const OVERLAP_REFUSED = {
  kind: 'request-invalid',
  errors: [{ pointer: '/body/overlap_seconds', detail: 'is not for a webhook that is registered' }],
} as const;

const rotateOurs = (
  deps: Pick<RouteDeps, 'rotateHookSecret' | 'publicUrl'>,
  { hook: { hookId }, body, act }: Rotation,
) =>
  deps
    .rotateHookSecret(
      {
        hookId,
        overlapSeconds: body.overlap_seconds ?? DEFAULT_SECONDS,
        ...known({ secret: body.webhook_secret }),
      },
      act,
    )
    .map(({ hook, secret }) =>
      success(200, {
        hook_id: hookId,
        hook_url: hookUrl(deps.publicUrl, hookId),
        webhook_secret: secret,
        previous_secret_until: hook.previousSecretUntil,
        rotation_open: hook.isRotationOpen,
        message: 'Secret rotated. Store the new one securely.',
        next_step: 'Give this webhook_secret to the webhook in Dialpad.',
      }),
    );
