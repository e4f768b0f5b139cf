import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { freePort } from './services/free-port.js';

/** A way to a server, to be put between it and who uses it. */
export interface TcpRelay {
  port: number;
  /** Connections that came in so far. */
  accepted(): number;
  /** Resets every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Undoes `cut`, `stall` and `mute` for connections to come. */
  open(): Promise<void>;
  /** Drops all data in both directions silently, also of new connections. */
  stall(): void;
  /** Drops the data that the server sends from now on, but not the data that it receives. */
  mute(): void;
  /** Connections to come lead to another server. */
  leadTo(host: string, port: number): void;
}

type Way = 'open' | 'mute' | 'stalled';

export async function startTcpRelay(host: string, port: number): Promise<TcpRelay> {
  const sockets = new Set<Socket>();
  let target = { host, port };
  let way: Way = 'open';
  let accepted = 0;
  let server = createServer();

  const join = (from: Socket, to: Socket, lets: () => boolean): void => {
    from.on('data', (chunk: Buffer) => {
      if (lets()) to.write(chunk);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      // The other end of a black hole learns nothing.
      if (lets()) to.destroy();
    });
    sockets.add(from);
  };
  const serve = (incoming: Socket): void => {
    accepted += 1;
    if (way === 'stalled') {
      join(incoming, incoming, () => false);
      return;
    }
    const outgoing = connect(target.port, target.host);
    // A fault of this connection lasts until it ends.
    let isStalled = false;
    let isMute = false;
    const look = (): void => {
      isStalled ||= way === 'stalled';
      isMute ||= way === 'mute';
    };
    join(incoming, outgoing, () => (look(), !isStalled));
    join(outgoing, incoming, () => (look(), !isStalled && !isMute));
  };
  const listen = async (onPort: number): Promise<void> => {
    server = createServer(serve);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(onPort, '127.0.0.1', resolve);
    });
  };
  // The kernel gives this port to no other process while the relay is cut.
  await listen(await freePort());
  const own = (server.address() as AddressInfo).port;

  return {
    port: own,
    accepted: () => accepted,
    open: async () => {
      way = 'open';
      if (!server.listening) await listen(own);
    },
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.resetAndDestroy();
      }),
    stall: () => {
      way = 'stalled';
    },
    mute: () => {
      way = 'mute';
    },
    leadTo: (toHost, toPort) => {
      target = { host: toHost, port: toPort };
    },
  };
}

/** The same for a database: the relay and the URL that leads through it. */
export async function relayTo(databaseUrl: string): Promise<{ relay: TcpRelay; url: string }> {
  const url = new URL(databaseUrl);
  const relay = await startTcpRelay(url.hostname, Number(url.port));
  url.host = `127.0.0.1:${relay.port}`;
  return { relay, url: url.href };
}
