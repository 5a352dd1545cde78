import { expect, test } from 'vitest';

import { isNeverSent } from './is-never-sent.ts';

const errorOf = (members: object) => Object.assign(new Error('x'), members);
const refused = errorOf({ code: 'ECONNREFUSED', syscall: 'connect' });

test.each([
  [refused, true],
  [errorOf({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), true],
  [errorOf({ code: 'UND_ERR_CONNECT_TIMEOUT' }), true],
  [new AggregateError([refused, refused]), true],
  [new AggregateError([refused, errorOf({ code: 'ECONNRESET', syscall: 'read' })]), false],
  [errorOf({ code: 'ECONNRESET', syscall: 'read' }), false],
  [errorOf({ code: 'EPIPE', syscall: 'write' }), false],
  [errorOf({ code: 'UND_ERR_HEADERS_TIMEOUT' }), false],
  [errorOf({ code: 'UND_ERR_SOCKET' }), false],
  [new AggregateError([]), false],
  ['a text', false],
])('%o: %s', (error, expected) => {
  expect(isNeverSent(error)).toBe(expected);
});
