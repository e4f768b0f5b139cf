import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyServerOptions } from 'fastify';
import { AppError, ThrottledLogger, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { refuseOnSocket } from './upgrade.js';

/** A client that takes longer to send a request is cut. */
const PATIENCE_MS = 15_000;
/** Node looks twice whether a client takes anything of an answer, at this distance. */
const READ_PATIENCE_MS = 7_000;
const READ_CHECK_EVERY_MS = 1_000;
/** Node looks through all connections, those without a request included, so it also wakes a process that rests. */
const CHECK_EVERY_MS = 5_000;

/** Options of a server that waits no longer for a request, head and body together. */
export const REQUEST_LIMITS: { requestTimeout: number; http: ServerOptions } = {
  requestTimeout: PATIENCE_MS,
  http: { headersTimeout: PATIENCE_MS, connectionsCheckingInterval: CHECK_EVERY_MS },
};

/** Answers what is no request, or not a whole one, with a problem, and logs that. */
export function answerBrokenRequests(
  logger: Logger,
): NonNullable<FastifyServerOptions['clientErrorHandler']> {
  const log = new ThrottledLogger(logger, systemClock, 'warn');
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const { code, status, message } = meaningOf(error.code);
    log.report(undefined, message, { code });
    const isAnswering = socket.bytesWritten > 0 && socket.writableLength > 0;
    // A second answer would be taken for the rest of the one that is on its way.
    if (!socket.writable || isAnswering) socket.destroy();
    else refuseOnSocket(socket, new AppError(code, status, { message }));
  };
}

type Meaning = { code: 'request_timeout' | 'headers_too_large' | 'bad_request'; status: number };

function meaningOf(errorCode: string): Meaning & { message: string } {
  if (errorCode === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const message = `The request did not arrive within ${PATIENCE_MS / 1000} seconds.`;
    return { code: 'request_timeout', status: 408, message };
  }
  if (errorCode === 'HPE_HEADER_OVERFLOW') {
    return { code: 'headers_too_large', status: 431, message: 'The headers are too large.' };
  }
  return { code: 'bad_request', status: 400, message: 'The request is not valid HTTP.' };
}

/**
 * Cuts clients that take nothing of an answer, after 15 seconds at most. Sockets are looked at once a second while there
 * are any, so that requests themselves cost nothing more.
 */
export function cutSlowReaders(server: Server, logger: Logger): void {
  const sockets = new Set<Socket>();
  const waited = new WeakSet<Socket>();
  const log = new ThrottledLogger(logger, systemClock, 'warn');
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    for (const socket of sockets) {
      const isWaiting = socket.writableLength > 0;
      // Node counts what the client takes as activity, and destroys a socket without any.
      if (isWaiting && !waited.has(socket)) socket.setTimeout(READ_PATIENCE_MS);
      if (isWaiting) waited.add(socket);
      else waited.delete(socket);
    }
  };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    timer ??= setInterval(look, READ_CHECK_EVERY_MS).unref();
    socket.on('timeout', () => {
      // Node has destroyed it, unless it has become a WebSocket, which has limits of its own.
      if (!socket.destroyed || socket.writableLength === 0) return;
      log.report(undefined, 'A client that did not read its answer was cut.');
    });
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    });
  });
}
