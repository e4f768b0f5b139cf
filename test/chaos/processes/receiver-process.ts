import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '../../bench/remote.js';
import { LedgerFile } from '../ledger/ledger-file.js';
import type { RequestLine } from '../ledger/lines.js';
import { replyOf } from './behaviours.js';
import type { Behaviour } from './behaviours.js';

/** A request that has just come: who sent what. */
export type Arrival = Pick<
  RequestLine,
  'event' | 'delivery' | 'attempt' | 'sender' | 'arrivedAtMs'
>;

const LISTENING = { port: 0, host: '127.0.0.1', backlog: 4096 };

let ledger: LedgerFile<RequestLine> | undefined;
let ordinary: Behaviour = { kind: 'answer' };
const marks = new Set<string>();
const special = new Map<string, Behaviour>();
const earlier = new Map<string, number>();
const arrivals = new Map<string, Arrival[]>();
const waiting = new Set<() => void>();
let requests = 0;

const server = createServer((request, response) => void take(request, response));
server.keepAliveTimeout = 60_000;
server.on('clientError', (_error, socket) => socket.destroy());

const methods = {
  /** Gives the port. */
  listen: (start: { ledger: string; behaviour: Behaviour }) => {
    ledger = new LedgerFile<RequestLine>(start.ledger);
    ordinary = start.behaviour;
    return new Promise<number>((resolve) => {
      server.listen(LISTENING, () => resolve((server.address() as AddressInfo).port));
    });
  },
  behave: ({ behaviour, path }: { behaviour: Behaviour; path?: string }) => {
    if (path === undefined) ordinary = behaviour;
    else special.set(path, behaviour);
  },
  mark: ({ text, behaviour }: { text: string; behaviour: Behaviour }) => {
    marks.add(text);
    special.set(text, behaviour);
  },
  arrival: ({ path, nth }: { path: string; nth: number }) =>
    new Promise<Arrival>((resolve) => {
      const look = (): void => {
        const found = arrivals.get(path)?.[nth];
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    }),
  count: () => requests,
};

export type ReceiverMethods = typeof methods;

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // The sender went while it was sending: nothing was received.
    return;
  }
  const body = Buffer.concat(chunks);
  const mark = [...marks].find((text) => body.includes(text));
  const path = mark ?? request.url ?? '';
  const arrival = arrivalOf(request.headers);
  requests += 1;
  remember(path, arrival);
  const before = earlier.get(arrival.delivery) ?? 0;
  earlier.set(arrival.delivery, before + 1);
  const reply = replyOf(special.get(path) ?? ordinary, before);
  const answer = (): void => {
    const { answered, kept } = reply;
    const sha256 = createHash('sha256').update(body).digest('hex');
    ledger?.write({ ...arrival, atMs: Date.now(), path, sha256, answered, kept });
    reply.send(response);
  };
  response.on('error', () => undefined);
  if (reply.delayMs > 0) setTimeout(answer, reply.delayMs);
  else answer();
}

function remember(path: string, arrival: Arrival): void {
  const known = arrivals.get(path);
  if (known) known.push(arrival);
  else arrivals.set(path, [arrival]);
  for (const look of waiting) look();
}

function arrivalOf(headers: IncomingHttpHeaders): Arrival {
  const text = (name: string): string => String(headers[name] ?? '');
  return {
    event: text('webhook-id'),
    delivery: text('x-webhook-delivery-id'),
    attempt: Number(text('x-webhook-attempt')),
    sender: text('user-agent'),
    arrivedAtMs: Date.now(),
  };
}

serve(methods);
