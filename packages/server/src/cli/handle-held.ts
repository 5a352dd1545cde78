import { z } from 'zod';

import type { Answer } from './api/api.ts';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { confirm } from './confirm.ts';
import { type EventFilters, eventFilters } from './options.ts';
import { show } from './output/show.ts';
import { table } from './output/table.ts';
import { pathTo } from './path-to.ts';
import { startProgress } from './start-progress.ts';
import { usageError } from './usage-error.ts';

export interface HandleOptions extends EventFilters {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly toApp?: string;
}

export interface Handle {
  readonly path: string;
  readonly deed: 'replay' | 'release' | 'purge';
  readonly ids: readonly string[];
  readonly options: HandleOptions;
}

/** Replays, releases or purges what was named, however many they are. */
export async function handleHeld(cli: Cli, handle: Handle): Promise<void> {
  const { path, deed, ids, options } = handle;
  const selection = selectionOf(handle);
  const foresee = () => cli.api.post(`${path}/${deed}`, { ...selection, dry_run: true });
  if (options.dryRun) {
    const answer = await foresee();
    show(cli, answer, () => Handled.parse(answer).message);
    return;
  }
  const [only] = ids;
  const isOne = ids.length === 1 && Object.keys(selection).every((name) => ONE.has(name));
  if (deed === 'purge' && !options.yes) {
    const foreseen = isOne ? { count: 1 } : await foresee();
    if (foreseen['count'] === 0 && cli.prompts !== null) {
      show(cli, foreseen, () => 'There is nothing to delete.');
      return;
    }
    const count = String(foreseen['count']);
    await confirm(cli, `Delete ${count} with their payloads, for good?`, false);
  }
  const answer =
    only !== undefined && isOne
      ? await handleOne(cli, handle, only)
      : await handleSlices(cli, handle, { selection, foresee });
  const { message, refused } = Handled.parse(answer);
  show(cli, answer, () =>
    [message, ...(refused.length === 0 ? [] : [table(REFUSED, refused, cli.screen)])].join('\n'),
  );
  if (refused.length > 0) {
    throw new CliError(
      'failure',
      'release-refused',
      `${refused.length} are kept as they were, for the reasons given.`,
    );
  }
}

const Handled = z.object({
  count: z.int(),
  refused: z.array(z.record(z.string(), z.unknown())).default([]),
  next: z.string().nullable(),
  message: z.string(),
});

/** What an address of one event says by itself, or takes. */
const ONE: ReadonlySet<string> = new Set(['ids', 'to_app_id']);
const REFUSED = [
  ['EVENT ID', 'id'],
  ['REASON', 'reason'],
] as const;

function selectionOf({ ids, options }: Handle): object {
  const criteria = { ...eventFilters(options), all: options.all };
  const given = Object.entries(criteria).filter(([, value]) => value !== undefined);
  if (ids.length === 0 && given.length === 0) {
    throw usageError('Say which: by their ids, by filters such as --app, or --all.');
  }
  return {
    ...Object.fromEntries(given),
    ...(ids.length === 0 ? {} : { ids }),
    ...(options.toApp === undefined ? {} : { to_app_id: options.toApp }),
  };
}

function handleOne(cli: Cli, { path, deed, options }: Handle, id: string): Promise<Answer> {
  if (deed === 'purge') return cli.api.remove(pathTo(path, id));
  const body = options.toApp === undefined ? undefined : { to_app_id: options.toApp };
  return cli.api.post(pathTo(path, id, deed), body);
}

/** However many there are, no request takes long, and an end half-way leaves whole slices done. */
const SLICE = 500;

interface Slices {
  readonly selection: object;
  readonly foresee: () => Promise<Answer>;
}

async function handleSlices(
  cli: Cli,
  { path, deed }: Handle,
  { selection, foresee }: Slices,
): Promise<Answer> {
  const progress = await startProgress(
    cli,
    'events',
    async () => Handled.parse(await foresee()).count,
  );
  const refused: unknown[] = [];
  let count = 0;
  let after: string | undefined;
  try {
    for (;;) {
      const body = { ...selection, limit: SLICE, after };
      const answer = await cli.api.post(`${path}/${deed}`, body);
      const slice = Handled.parse(answer);
      count += slice.count;
      refused.push(...slice.refused);
      progress.step(slice.count + slice.refused.length);
      if (slice.next === null) {
        const message = slice.message.replace(/^\d+/, String(count));
        return { ...answer, count, message, ...('refused' in answer ? { refused } : {}) };
      }
      after = slice.next;
    }
  } finally {
    progress.end();
  }
}
