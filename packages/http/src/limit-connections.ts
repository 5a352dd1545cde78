import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import { addressBucket } from './limits/address-bucket.ts';
import { clientAddress } from './request/client-address.ts';

/** Closes what one address opens beyond `limit` at once, before anything is read of it. */
export function limitConnections(server: Server, limit: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const bucket = addressBucket(clientAddress({ headersDistinct: {}, socket }, 0));
    const count = open.get(bucket) ?? 0;
    if (count >= limit) {
      socket.destroy();
      return;
    }
    open.set(bucket, count + 1);
    socket.once('close', () => {
      const left = (open.get(bucket) ?? 1) - 1;
      if (left > 0) open.set(bucket, left);
      else open.delete(bucket);
    });
  });
}
