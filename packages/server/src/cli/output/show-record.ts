import { z } from 'zod';

import type { Answer } from '../api/api.ts';
import type { Cli } from '../cli.ts';
import { fields } from './fields.ts';
import { show } from './show.ts';

const Single = z.object({ data: z.record(z.string(), z.unknown()) });

/** An answer of one record, a line for each of its fields. */
export function showRecord(cli: Pick<Cli, 'isJson' | 'screen'>, answer: Answer): void {
  show(cli, answer, () => fields(Single.parse(answer).data));
}
