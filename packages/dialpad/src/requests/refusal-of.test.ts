import { expect, test } from 'vitest';

import { refusalOf } from './refusal-of.ts';

const refusal = (status: number, message: string, scope: string | null = null) =>
  refusalOf({
    answer: {
      kind: 'answer',
      status,
      header: () => null,
      text: JSON.stringify({ error: { message } }),
      stream: null,
    },
    scope,
    secrets: [],
  });

test.each([
  ['Requires scope: ``calls:list``', null, 'calls:list'],
  ['This API call requires the scope recordings_export.', 'calls:list', 'recordings_export'],
  ['insufficient scopes [message_content_export:all]', null, 'message_content_export:all'],
  ['scopes required: conference:read', null, 'conference:read'],
  ['The scope of this key is not sufficient.', 'calls:list', 'calls:list'],
  ['Requires a company admin API key.', 'calls:list', null],
  ['Forbidden', 'calls:list', 'calls:list'],
  ['', null, null],
])('“%s” (known: %s) lacks %s', (message, known, scope) => {
  expect(refusal(403, message, known)).toEqual({ kind: 'dialpad-forbidden', scope });
});

test('each status has its meaning', () => {
  expect(refusal(401, 'x').kind).toBe('dialpad-unauthorized');
  expect(refusal(404, 'x').kind).toBe('dialpad-not-found');
  expect(refusal(410, 'x').kind).toBe('dialpad-not-found');
  expect(refusal(409, 'exists')).toEqual({
    kind: 'dialpad-rejected',
    status: 409,
    detail: 'exists',
  });
  expect(refusal(302, '')).toEqual({ kind: 'dialpad-rejected', status: 302, detail: 'HTTP 302' });
});
