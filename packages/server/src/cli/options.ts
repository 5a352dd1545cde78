import { EVENT_KINDS } from '@dialpad-cti/core';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** What every list takes. */
export function addListOptions(command: Command): Command {
  return command
    .option('--limit <n>', 'one page of so many rows, 1 to 200', wholeNumber(1, 200))
    .option('--cursor <cursor>', 'the page that follows the one which gave this cursor')
    .option('--all', 'every row (as --json gives them without --limit)');
}

/** Of events, by when they came and from where. */
export function addEventFilters(command: Command): Command {
  return command
    .option('--app <app_id>', 'of this app')
    .addOption(new Option('--kind <kind>', 'of this kind').choices(EVENT_KINDS))
    .option('--reason <reason>', 'held for this reason, such as failed or signature-refused')
    .option('--hook <hook_id>', 'that came over this hook')
    .option('--received-after <time>', 'such as 2026-09-01T12:00:00Z')
    .option('--received-before <time>', 'the same');
}

export interface EventFilters {
  readonly app?: string;
  readonly kind?: string;
  readonly reason?: string;
  readonly hook?: string;
  readonly receivedAfter?: string;
  readonly receivedBefore?: string;
}

/** As the API calls them. */
export const eventFilters = (options: EventFilters) => ({
  app_id: options.app,
  kind: options.kind,
  reason: options.reason,
  hook_id: options.hook,
  received_after: options.receivedAfter,
  received_before: options.receivedBefore,
});

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}
