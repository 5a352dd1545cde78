import { connect } from 'node:net';

export interface RawExchange {
  readonly port: number;
  /** Written one after the other, each in its own turn of the event loop. */
  readonly parts: readonly (string | Buffer)[];
  /** Close our half after writing. */
  readonly halfClose?: boolean;
  /** Cut the connection after writing, without waiting for an answer. */
  readonly cutOff?: boolean;
}

/** Everything that a server answers to these bytes until it closes the connection. */
export function rawExchange(exchange: RawExchange): Promise<string> {
  return new Promise((resolve, reject) => {
    const answer: Buffer[] = [];
    const socket = connect({ port: exchange.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('data', (chunk) => answer.push(chunk));
    socket.on('end', () => socket.destroy());
    // A server that closes while we still write resets the connection: that ends it too.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(answer).toString('latin1')));
    socket.on('connect', async () => {
      for (const part of exchange.parts) {
        socket.write(part);
        await new Promise(setImmediate);
      }
      if (exchange.halfClose === true) socket.end();
      if (exchange.cutOff === true) socket.destroySoon();
    });
  });
}
