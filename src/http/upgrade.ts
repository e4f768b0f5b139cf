import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AppError } from '../common/index.js';
import { PROBLEM_TYPE, problemHeaders, toAppError, toProblem } from './problem.js';

/**
 * Answers a request that has no response object, such as an upgrade, with a problem document, as every route
 * does, and ends the connection. Returns the error that was sent.
 */
export function refuseOnSocket(socket: Duplex, thrown: unknown): AppError {
  const error = toAppError(thrown);
  const body = JSON.stringify(toProblem(error));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? 'Error'}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    ...Object.entries(problemHeaders(error)).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  return error;
}

/**
 * Serves a request as if it had not asked for an upgrade, as HTTP allows (RFC 9110, section 7.8).
 * This is needed because Node passes every request that offers an upgrade to a server that listens for
 * upgrades, and some clients offer HTTP/2 by default.
 */
export function serveWithoutUpgrade(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (/^(connection|upgrade|http2-settings)$/i.test(name)) continue;
    lines.push(`${name}: ${rawHeaders[index + 1] ?? ''}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
