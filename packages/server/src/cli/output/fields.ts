import type { Answer } from '../api/api.ts';
import { cellText } from './cell-text.ts';

/** A line for each field, names in the first column. */
export function fields(record: Answer): string {
  const entries = Object.entries(record);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `  ${name.padEnd(width)}  ${cellText(value)}`).join('\n');
}
