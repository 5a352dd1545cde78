import type { Command } from 'commander';
import { z } from 'zod';

import { addExamples } from '../add-examples.ts';
import { queryOf } from '../api/query-of.ts';
import type { Cli } from '../cli.ts';
import { show } from '../output/show.ts';
import { type Column, table } from '../output/table.ts';
import { pathTo } from '../path-to.ts';

interface LedgerOptions {
  readonly from?: string;
  readonly to?: string;
}

const Ledger = z.object({
  data: z.array(
    z.looseObject({
      unexplained: z.array(z.object({ dialpad_call_id: z.string(), reason: z.string() })),
    }),
  ),
});

/** Whether what came is all that there was. */
export function addLedgerCommand(program: Command, cli: Cli): void {
  const ledger = program
    .command('ledger')
    .description("hour by hour: what came, and whether it is all that Dialpad's list of calls has")
    .argument('<app_id>')
    .option('--from <time>', 'such as 2026-09-01T12:00:00Z; 24 hours back without')
    .option('--to <time>', 'the same; now without')
    .action((appId: string, options: LedgerOptions) => showLedger(cli, appId, options));
  addExamples(ledger, 'cti ledger <app_id> --from 2026-09-01T00:00:00Z');
}

async function showLedger(cli: Cli, appId: string, { from, to }: LedgerOptions): Promise<void> {
  const path = pathTo('/internal/apps', appId, 'ledger') + queryOf({ from, to });
  const { data: hours } = Ledger.parse(await cli.api.get(path, 'operator'));
  show(cli, hours, () => {
    if (hours.length === 0) return 'Nothing came in that time.';
    const open = hours.flatMap(({ unexplained }) => unexplained);
    return [
      table(HOURS, hours, cli.screen),
      ...(open.length === 0 ? [] : ['', table(CALLS, open, cli.screen)]),
    ].join('\n');
  });
}

const HOURS: readonly Column[] = [
  ['HOUR', 'hour'],
  ['RECEIVED', 'received'],
  ['DUPLICATES', 'duplicates'],
  ['RECOVERED', 'recovered'],
  ['INFERRED', 'inferred'],
  ['UNEXPLAINED', ({ unexplained }) => (Array.isArray(unexplained) ? unexplained.length : null)],
  ['STANDING', 'standing'],
];

const CALLS: readonly Column[] = [
  ['UNEXPLAINED CALL', 'dialpad_call_id'],
  ['REASON', 'reason'],
];
