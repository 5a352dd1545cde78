import { expect, test } from 'vitest';

import { createRenderAnswer } from './render-answer.ts';
import type { TextAnswer } from './route.ts';

const renderOf = (declared: Omit<TextAnswer, 'kind' | 'mediaTypes'>) =>
  createRenderAnswer({
    path: '/path',
    answers: { 302: { kind: 'text', mediaTypes: ['text/plain'], ...declared } },
  });
const body = { mediaType: 'text/plain', content: '', headers: { Location: '/elsewhere' } };

test('an answer has the headers that its route declares', () => {
  const render = renderOf({ headers: ['Location'] });
  expect(render({ status: 302, body }).headers).toEqual({ Location: '/elsewhere' });
});

test('a header that is not declared is a bug', () => {
  for (const render of [renderOf({}), renderOf({ headers: ['Set-Cookie'] })]) {
    expect(() => render({ status: 302, body })).toThrow('does not declare the header Location');
  }
});
