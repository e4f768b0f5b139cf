import type { Socket } from 'node:net';
import { MAX_HEAD_BYTES, ResponseHead } from './response-head.js';
import { FloodError, UnreadableResponseError } from './transport-errors.js';

/** What a response may have beside its body: interim responses, status line, headers, trailers. */
const SPARE_BYTES = MAX_HEAD_BYTES + 65_536;
/** A byte in a chunk of its own takes six. */
const BYTES_PER_BODY_BYTE = 8;

/** undici makes an error of every header beyond its limit, to the end of what it was given. */
const MAX_PIECE_BYTES = 4_096;

const NOTHING = Buffer.alloc(0);

/**
 * What undici gets of a socket. It bounds headers and leaves the rest to us: reason phrases, empty
 * lines, chunk extensions and interim responses may come without an end, and reading them until the
 * deadline would take the processor from everybody else.
 */
export class ResponseByteLimiter {
  private readonly head = new ResponseHead();
  private left = SPARE_BYTES;
  private kept: Buffer | null = null;

  constructor(private readonly socket: Socket) {
    const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    // undici takes what has come with `read()`.
    socket.read = (size?: number) => (size === undefined ? this.next(read) : read(size));
  }

  /** True once a byte of the response has come that is expected. */
  get hasBegun(): boolean {
    return this.head.hasBegun;
  }

  /** The next bytes begin a response of which so much of the body is wanted. */
  expect(bodyLimitBytes: number): void {
    this.left = SPARE_BYTES + BYTES_PER_BODY_BYTE * bodyLimitBytes;
    this.head.expect();
  }

  private next(read: () => Buffer | null): Buffer | null {
    for (;;) {
      const bytes = this.kept ?? this.take(read());
      this.kept = null;
      if (bytes === null || this.socket.destroyed) return null;
      if (bytes.length === 0) continue;
      if (bytes.length <= MAX_PIECE_BYTES) return bytes;
      this.kept = bytes.subarray(MAX_PIECE_BYTES);
      return bytes.subarray(0, MAX_PIECE_BYTES);
    }
  }

  /** What of the bytes that have come is the parser's; empty where more must come first. */
  private take(bytes: Buffer | null): Buffer | null {
    if (bytes === null || this.socket.destroyed) return null;
    try {
      if (this.left <= 0) throw new FloodError();
      this.left -= bytes.length;
      return this.head.take(bytes) ?? NOTHING;
    } catch (error) {
      if (!(error instanceof UnreadableResponseError)) throw error;
      this.socket.destroy(error);
      return null;
    }
  }
}
