import { z } from 'zod';

import type { Answer } from '../../api/api.ts';
import type { Cli } from '../../cli.ts';
import { fields } from '../../output/fields.ts';
import { show } from '../../output/show.ts';

const Shown = z.object({
  hook_id: z.string(),
  hook_url: z.string(),
  webhook_id: z.string().nullable().optional(),
  webhook_secret: z.string().optional(),
  previous_secret_until: z.string().nullable().optional(),
  rotation_open: z.boolean().optional(),
  subscriptions: z.array(z.object({ kind: z.string(), id: z.string() })).default([]),
  message: z.string(),
  next_step: z.string().optional(),
});

/** A webhook that was made or changed, with its secret where the server shows one. */
export function showHook(
  cli: Pick<Cli, 'isJson' | 'screen'>,
  answer: Answer,
  more: (hookId: string) => readonly string[],
): void {
  show(cli, answer, () => {
    const { message, ...hook } = Shown.parse(answer);
    const { webhook_secret: secret, next_step: nextStep } = hook;
    return [
      message,
      '',
      fields(fieldsOf(hook)),
      '',
      ...(secret === undefined ? [] : ['The secret is shown only now.']),
      // What the API's callers do next, a person does by the commands below.
      ...(secret === undefined || nextStep === undefined ? [] : [nextStep]),
      ...more(hook.hook_id),
    ]
      .join('\n')
      .trimEnd();
  });
}

function fieldsOf(hook: Omit<z.infer<typeof Shown>, 'message'>): Answer {
  const {
    webhook_id: webhookId,
    next_step: _,
    rotation_open: isOpen,
    subscriptions,
    ...rest
  } = hook;
  const asked = subscriptions.map(({ kind, id }) => `${kind} ${id}`).join(', ');
  return {
    ...rest,
    ...(webhookId ? { webhook_id: webhookId } : {}),
    ...(asked === '' ? {} : { subscriptions: asked }),
    ...(isOpen
      ? { previous_secret_until: '5 hours after Dialpad has signed with the new one' }
      : {}),
  };
}
