import { createServer } from 'node:http';
import { Socket } from 'node:net';

import { expect, test } from 'vitest';

import { limitConnections } from './limit-connections.ts';

/** Which of these connections are kept open, when each address may have two. */
function keptOf(addresses: readonly string[]): readonly boolean[] {
  const server = createServer();
  limitConnections(server, 2);
  const sockets = addresses.map((remoteAddress) =>
    Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress }),
  );
  for (const socket of sockets) server.emit('connection', socket);
  const kept = sockets.map(({ destroyed }) => !destroyed);
  for (const socket of sockets) socket.destroy();
  return kept;
}

test('an IPv6 address has its connections together with all others of its /64', () => {
  const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1'];
  expect(keptOf(addresses)).toEqual([true, true, false, true]);
});

test('an IPv4 address has its own, also where it is written within IPv6', () => {
  const addresses = [
    '198.51.100.1',
    '::ffff:198.51.100.1',
    '::ffff:198.51.100.1',
    '::ffff:6.6.6.6',
  ];
  expect(keptOf(addresses)).toEqual([true, true, false, true]);
});
