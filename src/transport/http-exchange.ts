import type { Dispatcher } from 'undici';
import type { Connection } from './connection-pool.js';
import type { Deadline } from './deadline.js';
import { DeadlineError } from './transport-errors.js';

/** The response of the receiver. `body` holds the received bytes without decoding. */
export interface RawResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** True if the body may be incomplete: the limit, the deadline or a broken connection ended it. */
  truncated: boolean;
}

export type ExchangeOutcome =
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
