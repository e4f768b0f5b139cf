import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import { ResponseByteLimiter } from './response-head.js';
import { NotSentError } from './transport-errors.js';

/** More bytes of response headers than this are a protocol error. */
const MAX_HEADER_BYTES = 16_384;
const MAX_IDLE = 1_000;
const MAX_AGE_MS = 300_000;

/** One checked socket with its HTTP/1.1 parser. Serves one request at a time. */
export interface Connection {
  readonly ip: string;
  /** True after the first byte of the response to the latest request has arrived. */
  readonly hasAnswer: boolean;
  /** Sends a request. The connection is closed if the body is much longer than `bodyLimitBytes`. */
  dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    bodyLimitBytes: number,
  ): void;
  /** Calls `listener` once, when the connection is back in the pool or closed. */
  whenReleased(listener: () => void): void;
  destroy(): void;
}

/**
 * Keeps idle sockets for reuse, by a key that holds their origin: for the time of the receiver's Keep-Alive hint less one
 * second, or 4 s without a hint. A socket serves one attempt or is idle, so no requests queue for a dead
 * origin. The number of idle sockets is bounded over all origins, and the oldest is closed first.
 * A socket is closed after five minutes so that changed DNS records and policies take effect.
 */
export class ConnectionPool {
  private readonly idle = new Map<string, PooledConnection[]>();
  private readonly idleByAge = new Set<PooledConnection>();
  private closed = false;

  /** Returns the most recently used idle connection. The caller owns it until its response has ended. */
  take(key: string): Connection | undefined {
    const connection = this.idle.get(key)?.at(-1);
    if (connection) this.forget(connection);
    return connection;
  }

  /** Wraps a connected socket. The caller owns the connection until its response has ended. */
  add(place: { key: string; origin: string }, socket: Socket, ip: string): Connection {
    const connection = new PooledConnection(place, socket, ip, {
      onFree: () => this.keep(connection),
      onClosed: () => this.forget(connection),
    });
    return connection;
  }

  /** Closes the idle connections of a key. */
  dropIdle(key: string): void {
    for (let idle = this.take(key); idle; idle = this.take(key)) idle.destroy();
  }

  /** Closes the idle connections now, and every other connection when its response has ended. */
  close(): void {
    this.closed = true;
    for (const connection of this.idleByAge) connection.destroy();
  }

  private keep(connection: PooledConnection): void {
    if (this.closed || connection.ageMs > MAX_AGE_MS) {
      connection.destroy();
      return;
    }
    const siblings = this.idle.get(connection.key);
    if (siblings) siblings.push(connection);
    else this.idle.set(connection.key, [connection]);
    this.idleByAge.add(connection);
    if (this.idleByAge.size > MAX_IDLE) {
      const [oldest] = this.idleByAge;
      oldest?.destroy();
    }
  }

  private forget(connection: PooledConnection): void {
    if (!this.idleByAge.delete(connection)) return;
    const siblings = this.idle.get(connection.key) ?? [];
    siblings.splice(siblings.lastIndexOf(connection), 1);
    if (siblings.length === 0) this.idle.delete(connection.key);
  }
}

class PooledConnection implements Connection {
  private readonly client: Client;
  private readonly limiter: ResponseByteLimiter;
  private readonly openedAt = performance.now();
  private gone = false;
  private released: (() => void) | null = null;
  private readonly onClosed: () => void;

  readonly key: string;

  constructor(
    { key, origin }: { key: string; origin: string },
    socket: Socket,
    readonly ip: string,
    events: { onFree: () => void; onClosed: () => void },
  ) {
    this.key = key;
    this.limiter = new ResponseByteLimiter(socket);
    let fresh: Socket | null = socket;
    this.client = new Client(origin, {
      // The socket is already connected to a checked address. undici must never open one by itself.
      connect: (_options, callback) => {
        const ready = fresh;
        fresh = null;
        queueMicrotask(() => {
          if (ready && !ready.destroyed) callback(null, ready);
          else callback(new NotSentError('The connection was closed before its use.'), null);
        });
      },
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 60_000,
      keepAliveTimeoutThreshold: 1_000,
      // The deadline of the attempt applies instead.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.client.on('drain', () => {
      if (!this.gone) events.onFree();
      this.notifyReleased();
    });
    this.onClosed = () => {
      this.gone = true;
      events.onClosed();
      this.notifyReleased();
    };
    this.client.on('disconnect', this.onClosed);
    this.client.on('connectionError', this.onClosed);
  }

  get hasAnswer(): boolean {
    return this.limiter.hasBegun;
  }

  get ageMs(): number {
    return performance.now() - this.openedAt;
  }

  dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    bodyLimitBytes: number,
  ): void {
    this.limiter.expect(bodyLimitBytes);
    this.client.dispatch(options, handler);
  }

  whenReleased(listener: () => void): void {
    this.released = listener;
  }

  private notifyReleased(): void {
    const listener = this.released;
    this.released = null;
    listener?.();
  }

  destroy(): void {
    this.onClosed();
    this.client.destroy(new NotSentError('The connection was closed by this side.'), () => {});
  }
}
