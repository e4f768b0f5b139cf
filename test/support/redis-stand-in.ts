import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A server in place of Redis that answers every request with the same bytes. */
export interface RedisStandIn {
  port: number;
  close(): Promise<void>;
}

/** The server in place of Redis: a Redis error, another protocol, or silence. */
export const STAND_INS = {
  'is loading its data': '-LOADING Redis is loading the dataset in memory\r\n',
  'leads to nowhere': '-MOVED 16383 :0\r\n',
  'leads to another': '-MOVED 99999 256.256.256.256:99999\r\n',
  'is a web server': 'HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n',
  'greets as a mail server': '220 mail.example ESMTP\r\n',
  'answers in broken frames': '*3\r\n$-7\r\n:x\r\n$2\r\n',
  'answers more than it is asked': '$-1\r\n$-1\r\n$-1\r\n',
  'answers lists that begin with nothing': '*3\r\n$-1\r\n+x\r\n:1\r\n'.repeat(3),
  'says nothing': '',
} as const;

/** Listens on the loopback, on a free port. An empty answer is silence. */
export async function startRedisStandIn(answer: string): Promise<RedisStandIn> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', () => {
      if (answer !== '' && socket.writable) socket.write(answer);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
