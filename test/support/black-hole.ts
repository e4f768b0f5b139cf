import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Listens, and never takes a connection from the queue. */
const LISTENER = `
const [host, port] = process.argv.slice(1);
require('node:net').createServer().listen({ host, port: Number(port), backlog: 1 }, () => {
  require('node:fs').writeSync(1, 'listening');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
`;

const SETTLED_MS = 300;

/** An address whose packets are dropped: a connection to it neither comes about nor fails. */
export async function startBlackHole(
  host: string,
  port: number,
): Promise<{ close: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', LISTENER, host, `${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const fillers: Socket[] = [];
  // The queue is full when a connection does not come about any more.
  for (let isFull = false; !isFull;) {
    const socket = connect({ host, port });
    socket.on('error', () => undefined);
    fillers.push(socket);
    const connected = once(socket, 'connect').then(() => true);
    isFull = !(await Promise.race([connected, pause(SETTLED_MS, false)]));
  }
  return {
    close: async () => {
      for (const socket of fillers) socket.destroy();
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
