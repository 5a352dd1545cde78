import { expect, test } from 'vitest';
import { z } from 'zod';

import { parseJson } from '../json/parse-json.ts';
import {
  Flag,
  Id,
  OptionalId,
  OptionalInstant,
  OptionalText,
  OptionalTime,
  Texts,
} from './scalars.ts';

test.each([
  ['"4500000000000001"', '4500000000000001'],
  ['4500000000000001', '4500000000000001'],
  ['9223372036854775807', '9223372036854775807'],
  ['"9223372036854775807"', '9223372036854775807'],
  ['"agxzfnViZXJ2b2ljZQ"', 'agxzfnViZXJ2b2ljZQ'],
  ['0', null],
  ['"0"', null],
  ['""', null],
  ['null', null],
  ['true', null],
  ['1.5', null],
  ['{}', null],
])('the id %s is %s', (text, id) => {
  const value = parseJson(text)._unsafeUnwrap();
  expect(OptionalId.parse(value)).toBe(id);
  expect(Id.safeParse(value).success).toBe(id !== null);
});

test.each([
  ['1356998400000', 1_356_998_400_000],
  [1_356_998_400_000, 1_356_998_400_000],
  ['1356998400000.4', 1_356_998_400_000],
  ['', null],
  [0, null],
  [null, null],
  ['yesterday', null],
  [-5, null],
])('the time %j is %j', (value, time) => {
  expect(OptionalTime.parse(value)).toBe(time);
});

test.each([
  ['2018-05-02T19:00:00', '2018-05-02T19:00:00.000Z'],
  ['2018-05-02T19:00:00.123456', '2018-05-02T19:00:00.123Z'],
  ['2018-05-02 19:00:00', '2018-05-02T19:00:00.000Z'],
  ['2018-05-02T19:00:00Z', '2018-05-02T19:00:00.000Z'],
  ['2018-05-02T19:00:00+02:00', '2018-05-02T17:00:00.000Z'],
  ['soon', null],
  [12, null],
])('the instant %j is %j', (value, instant) => {
  expect(OptionalInstant.parse(value)).toBe(instant);
});

test('what is not there is not known', () => {
  const Known = z.object({ a: OptionalId, b: OptionalText, c: Flag, d: Texts, e: OptionalTime });
  expect(Known.parse({})).toEqual({ a: null, b: null, c: false, d: [], e: null });
  expect(Known.parse({ a: [], b: 1, c: 'yes', d: 'x', e: {} })).toEqual(Known.parse({}));
  expect(z.object({ id: Id }).safeParse({}).success).toBe(false);
});
