import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** The behaviour of a receiver that does not speak HTTP. */
export type Act = (socket: Socket) => void;

/** A receiver on loopback that writes bytes as it likes. */
export interface RawReceiver {
  port: number;
  url: string;
  /** Number of connections opened so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Starts a receiver that acts as soon as a client connects, or once the first bytes of a request are here (`when`). */
export async function startRawReceiver(
  act: Act,
  { when = 'asked', scheme = 'http' }: { when?: 'connected' | 'asked'; scheme?: string } = {},
): Promise<RawReceiver> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    if (when === 'asked') socket.once('data', () => act(socket));
    else act(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}/hook`,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Writes bytes and leaves the connection open, or ends it. */
export function writes(bytes: string | Buffer, then: 'stay' | 'end' = 'stay'): Act {
  return (socket) => {
    socket.write(bytes);
    if (then === 'end') socket.end();
  };
}

/** Writes what comes first, and then the same piece as fast as it is taken, for ever. */
export function floods(first: string, piece: string): Act {
  return (socket) => {
    const pieces = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
    const more = (): void => {
      while (!socket.destroyed && socket.write(pieces));
    };
    socket.on('drain', more);
    socket.write(first);
    more();
  };
}

/** Writes what comes first, and then the same piece now and then, for ever. */
export function drips(first: string, piece: string, everyMs: number): Act {
  return (socket) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.on('close', () => clearInterval(timer));
  };
}

/** Writes bytes and, once they have arrived, kills the connection (RST). */
export function writesAndResets(bytes: string): Act {
  return (socket) => {
    socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 50));
  };
}
