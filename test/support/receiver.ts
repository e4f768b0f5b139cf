import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificates.js';
import { floods } from './raw-receiver.js';
import { freePort } from './services/free-port.js';

/** One request as it came: the body's bytes are what a signature is verified against. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Name, value, name, value, … as spelled on the wire. */
  rawHeaders: string[];
  body: Buffer;
  receivedAtMs: number;
}

/** Handles a request that was read completely; a number answers with that status and an empty body. */
export type Answer = number | ((response: ServerResponse, request: ReceivedRequest) => void);

export interface Receiver {
  port: number;
  /** `http(s)://127.0.0.1:<port>/hook`, or the host it listens on. */
  url: string;
  requests: readonly ReceivedRequest[];
  /** Number of connections opened so far. */
  readonly connections: number;
  /** The answers to the next requests, in this order; the last one is repeated. Initially 200. */
  answer(...answers: [Answer, ...Answer[]]): void;
  /** Resolves with the first `count` requests once they are here; rejects after `withinMs`. */
  waitFor(count: number, withinMs?: number): Promise<ReceivedRequest[]>;
  close(): Promise<void>;
}

/** A real webhook receiver on loopback, HTTPS with a certificate. */
export async function startReceiver(
  options: { certificate?: Certificate; host?: string; port?: number } = {},
): Promise<Receiver> {
  const { certificate, host = '127.0.0.1' } = options;
  const requests: ReceivedRequest[] = [];
  const waiting = new Set<() => void>();
  let answers: Answer[] = [200];
  let connections = 0;

  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received: ReceivedRequest = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks),
        receivedAtMs: Date.now(),
      };
      requests.push(received);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (typeof answer === 'function') answer(response, received);
      else response.writeHead(answer ?? 200).end();
      for (const check of waiting) check();
    });
  };
  const server = certificate
    ? createHttpsServer({ cert: certificate.certPem, key: certificate.keyPem }, listener)
    : createHttpServer(listener);
  server.on('connection', () => (connections += 1));
  await once(server.listen(options.port ?? (await freePort()), host), 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    port,
    url: `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}/hook`,
    requests,
    get connections() {
      return connections;
    },
    answer: (...next) => {
      answers = next;
    },
    waitFor: (count, withinMs = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${requests.length} of ${count} requests came within ${withinMs} ms.`));
        }, withinMs);
        const check = (): void => {
          if (requests.length < count) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(requests.slice(0, count));
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A status with headers and a body. */
export function reply(
  status: number,
  headers: Record<string, string | string[]> = {},
  body: string | Buffer = '',
): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

/** Points elsewhere. */
export function redirect(location: string, status = 307): Answer {
  return reply(status, { location });
}

/** Never answers. */
export function stall(): Answer {
  return () => {};
}

/** Answers after a delay. */
export function slow(afterMs: number, status = 200): Answer {
  return (response) => {
    setTimeout(() => response.writeHead(status).end(), afterMs).unref();
  };
}

/** Headers at once, then a byte of body now and then, without an end. */
export function drip(everyMs = 20, status = 200): Answer {
  return (response) => {
    response.writeHead(status).write('.');
    const timer = setInterval(() => response.write('.'), everyMs);
    response.on('close', () => clearInterval(timer));
  };
}

/** Kills the connection (RST) instead of an answer. */
export function reset(): Answer {
  return (response) => response.socket?.resetAndDestroy();
}

/** Headers and a piece of the body, then kills the connection (RST). */
export function resetInBody(status = 200, piece = 'half'): Answer {
  return (response) => {
    response.writeHead(status, { 'content-length': '1000' });
    response.write(piece, () => {
      // Once the other side has acknowledged, so that the reset cannot overtake the headers.
      setTimeout(() => response.socket?.resetAndDestroy(), 50);
    });
  };
}

/** Any bytes at all, past the HTTP server; then the connection stays open or ends. */
export function raw(bytes: string | Buffer, then: 'end' | 'stay' = 'stay'): Answer {
  return (response) => {
    response.socket?.write(bytes);
    if (then === 'end') response.socket?.end();
  };
}

/** Past the HTTP server, what comes first, and then the same piece as fast as it is taken, for ever. */
export function flood(first: string, piece: string): (response: ServerResponse) => void {
  return ({ socket }) => {
    if (socket) floods(first, piece)(socket);
  };
}
