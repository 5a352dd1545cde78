import { printable } from './printable.ts';

/** One value as people read it, on one line. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
