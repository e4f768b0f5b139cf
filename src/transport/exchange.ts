import type { Dispatcher } from 'undici';
import type { Connection } from './connection-pool.js';
import type { Deadline } from './deadline.js';
import { DeadlineError } from './transport-errors.js';

/** What the receiver answered. `body` holds the bytes as they came, undecoded. */
export interface RawResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** There was or may have been more: the limit, the deadline or a broken connection cut it off. */
  truncated: boolean;
}

export type ExchangeOutcome =
  | { kind: 'response'; response: RawResponse; firstByteMs: number }
  /** Not a byte of the request was written: it is safe to send it elsewhere. */
  | { kind: 'not_sent'; error: Error }
  | { kind: 'failed'; error: Error };

/**
 * Sends one request over a connection. The status line and headers decide; after them neither a broken
 * nor an endless body changes the outcome. A connection whose response was read to its end is free for
 * the next request, any other is destroyed.
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
    // 1xx only announces the real response; a switch of protocols is refused by undici.
    if (status < 200) return;
    this.firstByteMs = performance.now() - (this.sentAt ?? 0);
    this.status = status;
    this.headers = headers as Record<string, string | string[]>;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.bodyLimitBytes - this.bytes;
    // The chunk is a view on the parser's buffer, and a small piece must not pin a large one.
    if (room > 0) this.chunks.push(Buffer.from(chunk.subarray(0, room)));
    this.bytes += Math.min(room, chunk.length);
    if (chunk.length > room) this.finish(true);
  }

  onResponseEnd(): void {
    this.ended = true;
    // A caller that sends again at once shall find this connection, not open another.
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
