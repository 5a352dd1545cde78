import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface DatabaseProxy {
  /** The address with this proxy's port in the place of its own. */
  readonly through: (databaseUrl: string) => string;
  /** From now on nothing gets through, and nobody is told: connections stay open and silent. */
  readonly blackHole: () => void;
  readonly heal: () => void;
  readonly close: () => Promise<void>;
}

interface ProxyOptions {
  /** Who sends this gets its answer and then hears nothing more, on a line that stays open. */
  readonly deafens?: string;
  /** Is shown what a connection's client sends. */
  readonly onSent?: (connection: object, bytes: Buffer) => void;
}

/** Stands between the server and its database on loopback. */
export async function openProxy(
  databaseUrl: string,
  { deafens, onSent }: ProxyOptions = {},
): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isSilent = false;

  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    client.on('data', (bytes) => {
      onSent?.(client, bytes);
      if (deafens === undefined || !bytes.includes(deafens)) return;
      database.once('data', () => database.pause());
    });
    join(client, database);
    join(database, client);
  });

  function join(from: Socket, to: Socket): void {
    sockets.add(from);
    if (isSilent) from.pause();
    else from.resume();
    from.on('data', (bytes) => to.write(bytes));
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  const own = server.address() as AddressInfo;
  return {
    through(url) {
      const address = new URL(url);
      address.hostname = '127.0.0.1';
      address.port = String(own.port);
      return address.href;
    },
    blackHole() {
      isSilent = true;
      for (const socket of sockets) socket.pause();
    },
    heal() {
      isSilent = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
