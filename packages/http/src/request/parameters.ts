import { z } from 'zod';

import { shownAs } from '../openapi/shown-as.ts';

/** An id of ours or Dialpad's as it may stand in a URL. */
export const Id = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, 'must be an id');

/** In the form in which ids are kept: an app has one, however it is written. */
export const AppId = z.uuid('must be the id of an app').toLowerCase();

export const HookId = z.string().regex(/^[0-9A-Za-z]{16,64}$/);

/** E.164, or Dialpad's own text such as `blocked`. */
export const NumberText = z
  .string()
  .regex(/^[^\p{C}]{1,64}$/u, 'must be a phone number, such as +14155550100');

export const Flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .meta(shownAs({ type: 'boolean' }));

const HINT = 'must be a time with its offset, such as 2026-09-01T12:00:00Z';

/** RFC 3339, as epoch milliseconds. */
export const Instant = z.iso
  .datetime({ offset: true, error: HINT })
  .transform((text) => Date.parse(text))
  .pipe(z.int(HINT));

export function wholeNumber(range: {
  readonly min: number;
  readonly max: number;
  readonly hint: string;
}) {
  return z
    .string()
    .regex(/^\d{1,9}$/, range.hint)
    .transform(Number)
    .pipe(z.int(range.hint).min(range.min, range.hint).max(range.max, range.hint))
    .meta(shownAs({ type: 'integer', minimum: range.min, maximum: range.max }));
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, `must be one of ${words.join(', ')}`);
}

export function someOf<const Word extends string>(words: readonly Word[]) {
  return z
    .string()
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(z.enum(words, `must be of ${words.join(', ')}, with commas between`)))
    .meta(shownAs({ type: 'array', items: { type: 'string', enum: words } }));
}

/** Text that a storage can hold as it is: well-formed, without control characters. */
export const PlainText = z
  .string()
  .max(1024, 'is longer than 1024 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be text without control characters');
