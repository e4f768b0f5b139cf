import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server that can be cut and opened again. */
export interface TcpRelay {
  port: number;
  /** Resets every connection and refuses new ones. */
  cut(): Promise<void>;
  open(): Promise<void>;
}

export async function startTcpRelay(host: string, port: number): Promise<TcpRelay> {
  const sockets = new Set<Socket>();
  let server = createServer();
  const listen = async (onPort: number): Promise<void> => {
    server = createServer((incoming) => {
      const outgoing = connect(port, host);
      for (const socket of [incoming, outgoing]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          incoming.destroy();
          outgoing.destroy();
        });
      }
      incoming.pipe(outgoing).pipe(incoming);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(onPort, '127.0.0.1', resolve);
    });
  };
  await listen(0);
  const own = (server.address() as AddressInfo).port;

  return {
    port: own,
    open: () => listen(own),
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.resetAndDestroy();
      }),
  };
}
