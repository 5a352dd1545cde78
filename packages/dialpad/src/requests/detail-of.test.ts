import { expect, test } from 'vitest';

import { detailOf } from './detail-of.ts';

test.each([
  ['{"error":{"code":400,"message":"no such thing"}}', 'no such thing'],
  ['{"error":"invalid_request","error_description":"no verifier"}', 'no verifier'],
  ['{"message":"plain"}', 'plain'],
  ['{"error":"invalid_scope"}', 'invalid_scope'],
  ['{"error":{"message":"two\\n  lines\\u0000"}}', 'two lines'],
  ['{"error":{}}', ''],
  ['{}', ''],
  ['null', ''],
  ['<p>Anna</p>', ''],
])('%s says “%s”', (text, detail) => {
  expect(detailOf(text, [])).toBe(detail);
});

test('secrets are left out before it is cut', () => {
  const message = `${'x'.repeat(290)} a-long-secret a-long-secret`;
  const detail = detailOf(JSON.stringify({ message }), ['', 'a-long-secret']);
  expect(detail).toBe(`${'x'.repeat(290)} … …`);
  expect(detailOf(JSON.stringify({ message: 'y'.repeat(999) }), [])).toHaveLength(300);
});
