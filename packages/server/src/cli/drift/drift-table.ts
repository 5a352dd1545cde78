import type { Screen } from '../output/screen.ts';
import { type Column, table } from '../output/table.ts';
import type { Difference } from './drifted.ts';
import { meaningOf } from './meaning-of.ts';

export function driftTable(drift: readonly Difference[], screen: Screen): string {
  if (drift.length === 0) return 'Dialpad is as it is wanted.';
  return table(COLUMNS, drift, screen);
}

const COLUMNS: readonly Column[] = [
  ['KIND', 'kind'],
  ['SUBSCRIPTION', ({ subscription, subscription_id: id }) => words(subscription, id)],
  ['WEBHOOK', ({ webhook_id: id, hook_url: url }) => words(id, url)],
  ['MEANS', ({ kind }) => meaningOf(String(kind))],
];

const words = (...parts: readonly unknown[]): string =>
  parts.filter((part) => typeof part === 'string').join(' ');
