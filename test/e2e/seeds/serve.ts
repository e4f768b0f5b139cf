import { createServer as createHttpServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A POST as it came in. */
export interface Post {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status: number;
  body?: string;
}

/**
 * What goes wrong at a receiver: it is down and does nothing; it does its work and the connection
 * breaks within the answer; it does its work and never answers.
 */
export type Trouble = 'down' | 'answer lost' | 'no answer';

/** A tenant's server. */
export interface Served {
  url: string;
  /** Everything that came, troubles included. */
  posts: Post[];
  /** Makes the next requests go wrong, one each. */
  trouble(...troubles: Trouble[]): void;
  close(): Promise<void>;
}

export type Handle = (post: Post) => Reply | Promise<Reply>;

/** Serves POSTs on loopback, by HTTPS where there is a certificate. */
export async function serve(
  handle: Handle,
  tls?: { certPem: string; keyPem: string },
): Promise<Served> {
  const posts: Post[] = [];
  const troubles: Trouble[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const post = { path: request.url ?? '', headers: request.headers, body };
    posts.push(post);
    const trouble = troubles.shift();
    if (trouble === 'down') {
      response.writeHead(503).end('Service Unavailable');
      return;
    }
    const reply = await handle(post);
    // A first byte came: without one, a connection that was in use before counts as dead, and the same
    // attempt goes on with another.
    if (trouble === 'answer lost') request.socket.end('HTTP/1.1 ');
    if (trouble === undefined) response.writeHead(reply.status).end(reply.body);
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };
  const server = tls
    ? createHttpsServer({ cert: tls.certPem, key: tls.keyPem }, listener)
    : createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/webhooks`,
    posts,
    trouble: (...next) => {
      troubles.push(...next);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
