import { z } from 'zod';

import type { Answer } from '../api/api.ts';
import type { Cli } from '../cli.ts';
import { printable } from './printable.ts';
import { show } from './show.ts';

const Told = z.object({ message: z.string() });

/** An answer of which people read the server's own sentence. */
export function showMessage(cli: Pick<Cli, 'isJson' | 'screen'>, answer: Answer): void {
  show(cli, answer, () => printable(Told.parse(answer).message));
}
