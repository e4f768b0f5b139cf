import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nowMs, serve } from './remote.js';

const seen = new Set<string>();
let wanted = 0;
let reachedAtMs = 0;
let requests = 0;
let onReached: (() => void) | undefined;

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.end('ok');
    requests += 1;
    const id = request.headers['webhook-id'];
    if (typeof id === 'string') seen.add(id);
    if (seen.size === wanted && reachedAtMs === 0) {
      reachedAtMs = nowMs();
      onReached?.();
    }
  });
});
server.keepAliveTimeout = 60_000;

const methods = {
  /** Listens on the loopback; gives the URL to send to. */
  listen: () =>
    new Promise<string>((resolve) => {
      server.listen(0, '127.0.0.1', 1024, () => {
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/kyc`);
      });
    }),
  /** Forgets what came and counts anew, up to so many distinct ids. */
  expect: (count: number) => {
    seen.clear();
    wanted = count;
    reachedAtMs = 0;
    requests = 0;
  },
  /** When the last of the expected ids had come. */
  reached: async () => {
    if (reachedAtMs === 0) await new Promise<void>((resolve) => (onReached = resolve));
    return reachedAtMs;
  },
  counts: () => ({ distinct: seen.size, requests }),
};

export type ReceiverMethods = typeof methods;

serve(methods);
