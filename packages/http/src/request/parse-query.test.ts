import { describe, expect, test } from 'vitest';

import { parseQuery } from './parse-query.ts';

const declared = new Set(['limit', 'number', 'from']);
const parse = (target: string) => parseQuery(target, { declared, isStrict: true });

describe('parseQuery', () => {
  test('takes a plus for a plus, so that phone numbers can be typed', () => {
    expect(parse('/a?number=+14155550100')._unsafeUnwrap()).toEqual({ number: '+14155550100' });
    expect(parse('/a?number=%2B14155550100')._unsafeUnwrap()).toEqual({ number: '+14155550100' });
  });

  test.each(['/a', '/a?', '/a?&', '/a#limit=1', '/a?#?limit=1'])('%s has none', (target) => {
    expect(parse(target)._unsafeUnwrap()).toEqual({});
  });

  test.each([
    ['/a?nope=1', '/query/nope', 'is not a parameter of this route'],
    ['/a?__proto__=1', '/query/__proto__', 'is not a parameter of this route'],
    ['/a?limit=1&limit=1', '/query/limit', 'is given more than once'],
    ['/a?from=%zz', '/query/from', 'has a broken percent-encoding'],
    ['/a?%ff=1', '/query/', 'has a name with a broken percent-encoding'],
    ['/a?a%2Fb~=1', '/query/a~1b~0', 'is not a parameter of this route'],
  ])('%s is refused and named', (target, pointer, detail) => {
    expect(parse(target)._unsafeUnwrapErr().errors).toEqual([{ pointer, detail }]);
  });

  test('passes over what is not declared, where it is not strict', () => {
    const lenient = (target: string) => parseQuery(target, { declared, isStrict: false });
    const odd = '/a?nope=%zz&%ff=1&limit=2&__proto__=x&nope=2';
    expect(lenient(odd)._unsafeUnwrap()).toEqual({ limit: '2' });
    expect(lenient('/a?limit=1&nope=1&limit=1')._unsafeUnwrapErr().errors).toEqual([
      { pointer: '/query/limit', detail: 'is given more than once' },
    ]);
  });

  test('names no more than twenty faults', () => {
    const target = `/a?${Array.from({ length: 500 }, (_, nth) => `p${nth}=1`).join('&')}`;
    expect(parse(target)._unsafeUnwrapErr().errors).toHaveLength(20);
  });
});
