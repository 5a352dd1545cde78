import { connect, type Socket } from 'node:net';

export interface RawConnection {
  readonly socket: Socket;
  /** Bytes as latin1. */
  readonly write: (text: string) => void;
  /** So far, as latin1. */
  readonly received: () => string;
  readonly isClosed: () => boolean;
  /** Everything that was received until the connection was gone. */
  readonly closed: Promise<string>;
}

export interface RawOptions {
  readonly port: number;
  /** Any of 127.0.0.0/8, to be another client. */
  readonly from?: string;
}

/** A connection whose bytes a test writes itself. */
export function openRaw({ port, from = '127.0.0.1' }: RawOptions): RawConnection {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
  });
  // Who closes while we still write resets the connection: that ends it too.
  socket.on('error', () => {});
  socket.on('close', () => resolve(received));
  return {
    socket,
    write: (text) => void socket.write(text, 'latin1'),
    received: () => received,
    isClosed: () => socket.closed,
    closed: promise,
  };
}
