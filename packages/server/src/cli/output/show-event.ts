import { z } from 'zod';

import type { Answer } from '../api/api.ts';
import type { Cli } from '../cli.ts';
import { fields } from './fields.ts';
import { printable } from './printable.ts';
import { show } from './show.ts';

const Shown = z.object({
  data: z.looseObject({
    payload: z.object({ text: z.string().optional(), base64: z.string().optional() }).optional(),
  }),
});

/** An event, and below it its payload when that was asked for. */
export function showEvent(cli: Pick<Cli, 'isJson' | 'screen'>, answer: Answer): void {
  show(cli, answer, () => {
    const { payload, ...event } = Shown.parse(answer).data;
    if (payload === undefined) return fields(event);
    const body = payload.text === undefined ? `base64 ${payload.base64}` : linesOf(payload.text);
    return `${fields(event)}\n\n${body}`;
  });
}

const linesOf = (text: string): string => text.split('\n').map(printable).join('\n');
