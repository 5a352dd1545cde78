import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { payloadsIn } from './payloads-in.ts';

const HUGE = '{"call_id": 98765432109876543210, "mos_score": 4.10}';

describe('the payloads in a file', () => {
  test('are one object, exactly as it was written', () => {
    expect(payloadsIn(`${HUGE}\n`)).toEqual([HUGE]);
  });

  test('are each of a list, and of a list under a name', () => {
    const taken = ['{"call_id":98765432109876543210,"mos_score":4.10}', '{"a":"b"}'];
    for (const text of [
      `[${HUGE}, {"a": "b"}]`,
      `{"events": [${HUGE}, {"a": "b"}]}`,
      `{"note": "x", "deliveries": [${HUGE}, {"a": "b"}]}`,
    ]) {
      expect(payloadsIn(text)).toEqual(taken);
    }
  });

  test('are the lines of a file with one on each', () => {
    expect(payloadsIn(`${HUGE}\n\n{"a":1}\r\n`)).toEqual([HUGE, '{"a":1}']);
  });

  test.each(['', '1', '"x"', '[]', '[1]', '[{}, 2]', '{"a":', '{"a":1}\nx', 'null'])(
    'are not there in %j',
    (text) => {
      expect(payloadsIn(text)).toBeNull();
    },
  );

  test('come out of a list as they went in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }),
        (payloads) => {
          const taken = payloadsIn(JSON.stringify(payloads)) ?? [];
          expect(taken.map((text): unknown => JSON.parse(text))).toEqual(
            JSON.parse(JSON.stringify(payloads)),
          );
        },
      ),
    );
  });
});
