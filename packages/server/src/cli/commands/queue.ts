import type { Command } from 'commander';
import { z } from 'zod';

import type { Cli } from '../cli.ts';
import { wholeNumber } from '../options.ts';
import { showRecord } from '../output/show-record.ts';
import { usageError } from '../usage-error.ts';

interface QueueOptions {
  readonly watch?: boolean;
  readonly every: number;
}

const Queue = z.object({
  data: z.object({
    pending: z.int(),
    retrying: z.int(),
    dead: z.int(),
    quarantined: z.int(),
    unrouted: z.int(),
    oldest_pending_ms: z.number().nullable(),
    received_per_minute: z.number(),
    processed_per_minute: z.number(),
  }),
});

/** How many events wait, and how fast they come and go. */
export function addQueueCommand(program: Command, cli: Cli): void {
  program
    .command('queue')
    .description('how many events wait, how long, and how fast they come and go')
    .option('--watch', 'look again and again, until Ctrl-C')
    .option('--every <seconds>', 'so often', wholeNumber(1, 3600), 2)
    .action((options: QueueOptions) => showQueue(cli, options));
}

async function showQueue(cli: Cli, { watch, every }: QueueOptions): Promise<void> {
  const look = () => cli.api.get('/internal/queue', 'operator');
  if (!watch) {
    showRecord(cli, await look());
    return;
  }
  if (cli.isJson) throw usageError('--watch has no end, and so no JSON document: leave one out.');
  try {
    for (;;) {
      cli.screen.write(lineOf(cli, await look()));
      await cli.sleep(every * 1000);
    }
  } finally {
    if (cli.screen.isTerminal) cli.screen.write('\n');
  }
}

/** On a terminal in the place of the line before. */
function lineOf({ screen }: Cli, answer: unknown): string {
  const { data: queue } = Queue.parse(answer);
  const line = [
    `pending ${queue.pending}`,
    `retrying ${queue.retrying}`,
    `dead ${queue.dead}`,
    `quarantined ${queue.quarantined}`,
    `unrouted ${queue.unrouted}`,
    `oldest ${queue.oldest_pending_ms === null ? '–' : `${Math.round(queue.oldest_pending_ms)} ms`}`,
    `in ${queue.received_per_minute}/min`,
    `done ${queue.processed_per_minute}/min`,
  ].join(' · ');
  return screen.isTerminal ? `\r\u001b[K${line.slice(0, screen.width - 1)}` : `${line}\n`;
}
