import type { Row } from './api-client.ts';
import type { Records } from './compare-records.ts';

const SHOWN = 12;

/** What the API says of it all: counts, and a table of the newest calls. */
export function summary({ calls, messages, voicemails }: Records): string {
  return [
    `  ${calls.length} calls       ${counts(calls, 'status')}`,
    `  ${' '.repeat(`${calls.length}`.length)} by outcome  ${counts(calls, 'outcome')}`,
    `  ${messages.length} messages    ${counts(messages, 'status')}`,
    `  ${voicemails.length} ${voicemails.length === 1 ? 'voicemail' : 'voicemails'}`,
    '',
    ...table([
      ['FROM', 'TO', 'DIRECTION', 'STATUS', 'OUTCOME', 'TALK'],
      ...calls.slice(0, SHOWN).map(callCells),
    ]),
    ...(calls.length > SHOWN ? [`  … and ${calls.length - SHOWN} more`] : []),
  ].join('\n');
}

function counts(rows: readonly Row[], field: string): string {
  const found = new Map<string, number>();
  for (const row of rows) {
    const value = textOf(row[field]);
    found.set(value, (found.get(value) ?? 0) + 1);
  }
  return [...found]
    .toSorted(([, left], [, right]) => right - left)
    .map(([value, count]) => `${value} ${count}`)
    .join(' · ');
}

const callCells = (call: Row): readonly string[] => [
  textOf(call['from_number']),
  textOf(call['to_number']),
  textOf(call['direction']),
  textOf(call['status']),
  textOf(call['outcome']),
  `${Math.round(Number(call['talk_time_ms']) / 1000)} s`,
];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '–');

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
