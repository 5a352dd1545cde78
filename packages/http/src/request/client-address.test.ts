import type { IncomingMessage } from 'node:http';

import { describe, expect, test } from 'vitest';

import { clientAddress } from './client-address.ts';

function addressOf(remoteAddress: string | undefined, forwarded: readonly string[], hops: number) {
  // What is looked at of a request, and nothing else.
  const request = {
    socket: { remoteAddress },
    headersDistinct: forwarded.length === 0 ? {} : { 'x-forwarded-for': forwarded },
  } as Pick<IncomingMessage, 'headersDistinct' | 'socket'>;
  return clientAddress(request, hops);
}

describe('clientAddress', () => {
  test('is that of the socket, whatever is said, while no proxy is trusted', () => {
    expect(addressOf('192.0.2.1', ['198.51.100.7'], 0)).toBe('192.0.2.1');
    expect(addressOf('::ffff:192.0.2.1', [], 0)).toBe('192.0.2.1');
    expect(addressOf('2001:DB8:0::1', [], 0)).toBe('2001:db8::1');
    expect(addressOf('fe80::1%eth0', [], 0)).toBe('fe80::1');
    expect(addressOf(undefined, [], 0)).toBe('0.0.0.0');
  });

  test.each([
    [['198.51.100.7'], 1, '198.51.100.7'],
    [['6.6.6.6, 198.51.100.7'], 1, '198.51.100.7'],
    [['6.6.6.6, 198.51.100.7 ,10.0.0.2'], 2, '198.51.100.7'],
    [['6.6.6.6', '198.51.100.7', '10.0.0.2'], 2, '198.51.100.7'],
    [['6.6.6.6, 198.51.100.7', '10.0.0.2'], 2, '198.51.100.7'],
    [['198.51.100.7:50123'], 1, '198.51.100.7'],
    [['[2001:DB8::7]:443'], 1, '2001:db8::7'],
    [['[2001:db8::7]'], 1, '2001:db8::7'],
    [['2001:db8::7'], 1, '2001:db8::7'],
    [['fe80::7%eth0'], 1, 'fe80::7'],
    [['::ffff:198.51.100.7'], 1, '198.51.100.7'],
    [['::FFFF:c633:6407'], 1, '198.51.100.7'],
  ])('of %j behind %i trusted hops is %s', (forwarded, hops, address) => {
    expect(addressOf('10.0.0.1', forwarded, hops)).toBe(address);
  });

  test.each([
    [[], 1],
    [['198.51.100.7'], 2],
    [[''], 1],
    [['198.51.100.7,'], 1],
    [['unknown'], 1],
    [['198.51.100.007'], 1],
    [['198.51.100.7:port'], 1],
    [['0x7f.1'], 1],
    [['[198.51.100.7]'], 1],
    [['[2001:db8::7'], 1],
    [['2001:db8::7]'], 1],
    [["' OR 1=1 --"], 1],
    [['x'.repeat(10_000)], 1],
  ])('of %j behind %i hops, which is no address, is that of the socket', (forwarded, hops) => {
    expect(addressOf('10.0.0.1', forwarded, hops)).toBe('10.0.0.1');
  });
});
