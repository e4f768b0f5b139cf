import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import { ResponseByteLimiter } from './response-byte-limiter.js';
import { NotSentError } from './transport-errors.js';

/** How many bytes of response headers are taken before it is a protocol error. */
const MAX_HEADER_BYTES = 16_384;
const MAX_IDLE = 1_000;
const MAX_AGE_MS = 300_000;

/** One checked socket with its HTTP/1.1 parser. Serves one request at a time. */
export interface Connection {
  readonly ip: string;
  /** True once a byte of the response to the latest request has come. */
  readonly hasAnswer: boolean;
  /** `bodyLimitBytes` is what the handler takes of the body; the connection breaks where much more comes. */
  dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    bodyLimitBytes: number,
  ): void;
  /** Calls back once, when the connection is back in the pool or gone. */
  whenReleased(listener: () => void): void;
  destroy(): void;
}

/**
 * Keeps sockets for reuse, per origin, while the receiver keeps them open: for the time of its
 * Keep-Alive hint less a second, 4 s without a hint. A socket belongs to one attempt or is idle, so
 * nothing piles up for an origin that is dead; idle ones are bounded over all origins, oldest first.
 * Sockets retire after five minutes so that changed DNS records and policies take hold.
 */
export class ConnectionPool {
  private readonly idle = new Map<string, PooledConnection[]>();
  private readonly idleByAge = new Set<PooledConnection>();
  private closed = false;

  /** The idle connection that was used last, or none; it is the caller's until its response has ended. */
  take(origin: string): Connection | undefined {
    const connection = this.idle.get(origin)?.at(-1);
    if (connection) this.forget(connection);
    return connection;
  }

  /** Takes over a connected socket; the connection is the caller's until its response has ended. */
  add(origin: string, socket: Socket, ip: string): Connection {
    const connection = new PooledConnection(origin, socket, ip, {
      onFree: () => this.keep(connection),
      onClosed: () => this.forget(connection),
    });
    return connection;
  }

  /** Closes what is idle of an origin. */
  dropIdle(origin: string): void {
    for (let idle = this.take(origin); idle; idle = this.take(origin)) idle.destroy();
  }

  /** Closes what is idle, and from now on every connection when its response has ended. */
  close(): void {
    this.closed = true;
    for (const connection of this.idleByAge) connection.destroy();
  }

  private keep(connection: PooledConnection): void {
    if (this.closed || connection.ageMs > MAX_AGE_MS) {
      connection.destroy();
      return;
    }
    const siblings = this.idle.get(connection.origin);
    if (siblings) siblings.push(connection);
    else this.idle.set(connection.origin, [connection]);
    this.idleByAge.add(connection);
    if (this.idleByAge.size > MAX_IDLE) {
      const [oldest] = this.idleByAge;
      oldest?.destroy();
    }
  }

  private forget(connection: PooledConnection): void {
    if (!this.idleByAge.delete(connection)) return;
    const siblings = this.idle.get(connection.origin) ?? [];
    siblings.splice(siblings.lastIndexOf(connection), 1);
    if (siblings.length === 0) this.idle.delete(connection.origin);
  }
}

class PooledConnection implements Connection {
  private readonly client: Client;
  private readonly intake: ResponseByteLimiter;
  private readonly openedAt = performance.now();
  private gone = false;
  private released: (() => void) | null = null;
  private readonly onClosed: () => void;

  constructor(
    readonly origin: string,
    socket: Socket,
    readonly ip: string,
    events: { onFree: () => void; onClosed: () => void },
  ) {
    this.intake = new ResponseByteLimiter(socket);
    let fresh: Socket | null = socket;
    this.client = new Client(origin, {
      // The socket is connected already, to a checked address; undici must never open one itself.
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
      // The deadline of the attempt rules.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.client.on('drain', () => {
      if (!this.gone) events.onFree();
      this.tellReleased();
    });
    this.onClosed = () => {
      this.gone = true;
      events.onClosed();
      this.tellReleased();
    };
    this.client.on('disconnect', this.onClosed);
    this.client.on('connectionError', this.onClosed);
  }

  get hasAnswer(): boolean {
    return this.intake.hasBegun;
  }

  get ageMs(): number {
    return performance.now() - this.openedAt;
  }

  dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    bodyLimitBytes: number,
  ): void {
    this.intake.expect(bodyLimitBytes);
    this.client.dispatch(options, handler);
  }

  whenReleased(listener: () => void): void {
    this.released = listener;
  }

  private tellReleased(): void {
    const listener = this.released;
    this.released = null;
    listener?.();
  }

  destroy(): void {
    this.onClosed();
    this.client.destroy(new NotSentError('The connection was closed by this side.'), () => {});
  }
}
