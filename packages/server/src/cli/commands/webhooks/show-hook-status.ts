import { z } from 'zod';

import type { Answer } from '../../api/api.ts';
import type { Cli } from '../../cli.ts';
import { fields } from '../../output/fields.ts';
import { show } from '../../output/show.ts';
import { termsText } from '../../terms-text.ts';

const Kind = z.looseObject({ kind: z.string() });

const Status = z.object({
  data: z.looseObject({
    registration: z
      .object({
        webhook_id: z.string().nullable(),
        state: z.string(),
        wanted: z.array(Kind),
        subscriptions: z.array(z.object({ kind: z.string(), id: z.string() })),
      })
      .nullable(),
  }),
});

/** A webhook, and below it what of it is set up in Dialpad. */
export function showHookStatus(cli: Pick<Cli, 'isJson' | 'screen'>, answer: Answer): void {
  show(cli, answer, () => {
    const { registration, ...hook } = Status.parse(answer).data;
    if (registration === null) return fields({ ...hook, in_dialpad: 'by hand' });
    const { webhook_id, state, wanted, subscriptions } = registration;
    return fields({
      ...hook,
      in_dialpad: state,
      webhook_id,
      ...Object.fromEntries(wanted.map((terms) => [`wanted ${terms.kind}`, termsText(terms)])),
      ...Object.fromEntries(subscriptions.map(({ kind, id }) => [`subscription ${kind}`, id])),
    });
  });
}
