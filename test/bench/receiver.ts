import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nowMs, serve } from './remote.js';

/** When each delivery came first, by its id. */
const deliveries = new Set<string>();
/** When each event came first. */
const events = new Map<string, number>();
/** Deliveries of each second since the first. */
let perSecond: number[] = [];
let firstAtMs = 0;
let lastAtMs = 0;
let wanted = Number.POSITIVE_INFINITY;
let onReached: (() => void) | undefined;
let withholds = false;

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (withholds) return;
    response.end('ok');
    const { 'webhook-id': event, 'x-webhook-delivery-id': delivery } = request.headers;
    if (typeof event === 'string' && typeof delivery === 'string') keep(event, delivery);
  });
});
server.keepAliveTimeout = 60_000;

function keep(event: string, delivery: string): void {
  if (deliveries.has(delivery)) return;
  deliveries.add(delivery);
  lastAtMs = nowMs();
  if (firstAtMs === 0) firstAtMs = lastAtMs;
  if (!events.has(event)) events.set(event, lastAtMs);
  const second = Math.floor((lastAtMs - firstAtMs) / 1000);
  perSecond[second] = (perSecond[second] ?? 0) + 1;
  if (deliveries.size >= wanted) onReached?.();
}

const methods = {
  /** Listens on the loopback; gives the URL to send to. */
  listen: () =>
    new Promise<string>((resolve) => {
      server.listen(0, '127.0.0.1', 1024, () => {
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/kyc`);
      });
    }),
  /** Forgets what came and counts anew. */
  restart: () => {
    deliveries.clear();
    events.clear();
    perSecond = [];
    firstAtMs = 0;
    wanted = Number.POSITIVE_INFINITY;
  },
  /** From now on requests get no answer. */
  withhold: () => {
    withholds = true;
  },
  /** When the last of so many deliveries had come; each counts once. */
  reached: async (count: number) => {
    wanted = count;
    if (deliveries.size < count) await new Promise<void>((resolve) => (onReached = resolve));
    return lastAtMs;
  },
  /** Distinct deliveries since the restart. */
  count: () => deliveries.size,
  /** Ids of events and when their first delivery came. */
  arrivals: () => [...events],
  perSecond: () => Array.from(perSecond, (count) => count ?? 0),
};

export type ReceiverMethods = typeof methods;

serve(methods);
