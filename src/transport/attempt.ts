import { AxiosHeaders } from 'axios';
import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import type { Connection, ConnectionPool } from './connection-pool.js';
import type { Deadline } from './transport-errors.js';
import { classifyError } from './error-class.js';
import type { ConnectTrace, GuardedConnect } from './guarded-connect.js';
import { UnsendableError, DeadlineError } from './transport-errors.js';
import type { Dispatcher } from 'undici';

export interface OutgoingRequest {
  /** Look-ups of names are bounded per tenant. */
  tenantId: string;
  /** In the normal form that `checkUrl` returns. */
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Total deadline: lookup, connection, TLS, headers and body. */
  timeoutMs: number;
  responseBodyLimitBytes: number;
}

/** The response of the receiver. `body` holds the received bytes without decoding. */
export interface RawResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** True if the body may be incomplete: the limit, the deadline or a broken connection ended it. */
  truncated: boolean;
}

type ExchangeOutcome =
  | { kind: 'response'; response: RawResponse; firstByteMs: number }
  /** No byte of the request was written, so it can be sent over another connection. */
  | { kind: 'not_sent'; error: Error }
  | { kind: 'failed'; error: Error };

/**
 * Sends one request over a connection. The status line and the headers decide the outcome; a broken or
 * endless body after them does not change it. A connection whose response was read to its end is free
 * for the next request. Any other connection is destroyed.
 */
export function exchange(
  connection: Connection,
  request: Dispatcher.DispatchOptions,
  bodyLimitBytes: number,
  deadline: Deadline,
): Promise<ExchangeOutcome> {
  return new Promise((resolve) => {
    const reader = new ResponseReader(connection, bodyLimitBytes, deadline, resolve);
    deadline.onExpiry(() => reader.expire());
    connection.dispatch(request, reader, bodyLimitBytes);
  });
}

class ResponseReader implements Dispatcher.DispatchHandler {
  private settled = false;
  private ended = false;
  private sentAt: number | null = null;
  private firstByteMs = 0;
  private status = 0;
  private headers: Record<string, string | string[]> = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  constructor(
    private readonly connection: Connection,
    private readonly bodyLimitBytes: number,
    private readonly deadline: Deadline,
    private readonly resolve: (outcome: ExchangeOutcome) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled) controller.abort(new Error('The attempt is over.'));
    else this.sentAt = performance.now();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // A 1xx response precedes the final one. undici refuses a switch of protocols.
    if (status < 200) return;
    this.firstByteMs = performance.now() - (this.sentAt ?? 0);
    this.status = status;
    this.headers = headers as Record<string, string | string[]>;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.bodyLimitBytes - this.bytes;
    // The chunk is a view of the parser's buffer. A copy lets the large buffer be freed.
    if (room > 0) this.chunks.push(Buffer.from(chunk.subarray(0, room)));
    this.bytes += Math.min(room, chunk.length);
    if (chunk.length > room) this.finish(true);
  }

  onResponseEnd(): void {
    this.ended = true;
    // A caller that sends again at once then finds this connection in the pool.
    this.connection.whenReleased(() => this.finish(false));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.status !== 0) this.finish(true);
    else if (this.sentAt === null) this.settle({ kind: 'not_sent', error });
    else this.settle({ kind: 'failed', error });
  }

  expire(): void {
    if (this.status !== 0) {
      this.finish(!this.ended);
      return;
    }
    const phase = this.sentAt === null ? 'sending' : 'waiting';
    const error = new DeadlineError(this.deadline.timeoutMs, phase);
    this.settle({ kind: 'failed', error });
    this.connection.destroy();
  }

  private finish(truncated: boolean): void {
    if (this.settled) return;
    const { status, headers, firstByteMs } = this;
    const body = this.chunks.length === 1 ? this.chunks[0] : undefined;
    const response = { status, headers, body: body ?? Buffer.concat(this.chunks), truncated };
    this.settle({ kind: 'response', response, firstByteMs });
    if (truncated) this.connection.destroy();
  }

  private settle(outcome: ExchangeOutcome): void {
    if (this.settled) return;
    this.settled = true;
    this.deadline.onExpiry(null);
    this.resolve(outcome);
  }
}

/** One timer for all steps of an attempt. */
export class AttemptDeadline implements Deadline {
  expired = false;
  private listener: (() => void) | null = null;
  private readonly endsAtMs: number;
  private readonly timer: NodeJS.Timeout;

  constructor(readonly timeoutMs: number) {
    this.endsAtMs = performance.now() + timeoutMs;
    this.timer = setTimeout(() => {
      this.expired = true;
      this.listener?.();
    }, timeoutMs);
  }

  get remainingMs(): number {
    return Math.max(0, this.endsAtMs - performance.now());
  }

  onExpiry(listener: (() => void) | null): void {
    this.listener = listener;
  }

  clear(): void {
    this.listener = null;
    clearTimeout(this.timer);
  }
}

interface AttemptTrace extends ConnectTrace {
  firstByteMs: number | null;
}

/** axios copies and normalises the headers of a request and of its response; those of an attempt are read from the attempt. */
export const NO_HEADERS = new AxiosHeaders();

/** How an attempt comes to a connection. */
interface Ways {
  pool: ConnectionPool;
  connect: GuardedConnect;
  /** Names the connections that requests of a tenant (UUID) to an origin may share. */
  poolKey: (origin: string, tenant: string) => string;
}

/** One request. axios calls `adapter`; the caller reads the other fields after that call has returned. */
export class Attempt {
  response: RawResponse | null = null;
  failure: unknown = null;
  readonly trace: AttemptTrace = {
    phase: 'resolving',
    ip: null,
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    firstByteMs: null,
  };

  constructor(
    private readonly ways: Ways,
    readonly request: OutgoingRequest,
    private readonly deadline: Deadline,
  ) {}

  // Never rejects: axios would spend more time on wrapping the error than the request takes.
  readonly adapter: AxiosAdapter = async (config) => {
    try {
      const outcome = await this.run(config);
      if (outcome.kind === 'response') {
        this.response = outcome.response;
        this.trace.firstByteMs = outcome.firstByteMs;
      } else {
        this.failure = outcome.error;
      }
    } catch (error) {
      this.failure = error;
    }
    const status = this.response?.status ?? 0;
    return { data: null, status, statusText: '', headers: NO_HEADERS, config };
  };

  private async run(config: InternalAxiosRequestConfig): Promise<ExchangeOutcome> {
    const url = new URL(config.url ?? '');
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      throw new UnsendableError('Only http and https URLs can be sent to.');
    }
    const exchangeOn = (connection: Connection): Promise<ExchangeOutcome> => {
      this.trace.ip = connection.ip;
      return exchange(
        connection,
        {
          path: url.pathname + url.search,
          method: 'POST',
          headers: this.request.headers,
          body: config.data as Buffer,
        },
        this.request.responseBodyLimitBytes,
        this.deadline,
      );
    };
    const { pool, poolKey } = this.ways;
    const key = poolKey(url.origin, this.request.tenantId);
    for (let idle = pool.take(key); idle; idle = pool.take(key)) {
      const outcome = await exchangeOn(idle);
      // The receiver closed the connection before anything was written to it.
      if (outcome.kind === 'not_sent') idle.destroy();
      else if (!diedIdle(idle, outcome)) return this.dropIdleAfterSilence(key, idle, outcome);
      else break;
    }
    const connection = await this.open(url, key);
    const outcome = await exchangeOn(connection);
    if (outcome.kind === 'not_sent') connection.destroy();
    return outcome;
  }

  /** Closes idle connections after a silent one: a device in between may have dropped all of them. */
  private dropIdleAfterSilence(
    key: string,
    idle: Connection,
    outcome: ExchangeOutcome,
  ): ExchangeOutcome {
    if (outcome.kind === 'failed' && !idle.hasAnswer) this.ways.pool.dropIdle(key);
    return outcome;
  }

  private async open(url: URL, key: string): Promise<Connection> {
    const secure = url.protocol === 'https:';
    const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const { pool, connect } = this.ways;
    const target = { secure, host, port, tenant: this.request.tenantId };
    const socket = await connect(target, this.trace, this.deadline);
    return pool.add({ key, origin: url.origin }, socket, this.trace.ip ?? host);
  }
}

/**
 * Returns true if a reused connection ended, or sent unrelated bytes, before the first byte of a
 * response. The connection had then died while idle, and the request is sent again with the same id over
 * a new connection. The same holds for the 408 of a proxy to an idle connection (RFC 9110 section 15.5.9).
 */
function diedIdle(idle: Connection, outcome: ExchangeOutcome): boolean {
  if (outcome.kind === 'failed') {
    const errorClass = classifyError(outcome.error);
    return !idle.hasAnswer && (errorClass === 'reset' || errorClass === 'protocol');
  }
  if (outcome.kind === 'not_sent' || outcome.response.status !== 408) return false;
  return /\bclose\b/i.test(String(outcome.response.headers.connection));
}
