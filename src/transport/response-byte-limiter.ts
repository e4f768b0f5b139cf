import type { Socket } from 'node:net';
import { MAX_HEAD_BYTES, ResponseHead } from './response-head.js';
import { FloodError, UnreadableResponseError } from './transport-errors.js';

/** Bytes that a response may have besides its body: interim responses, status line, headers, trailers. */
const SPARE_BYTES = MAX_HEAD_BYTES + 65_536;
/** A body byte in its own chunk takes six bytes. */
const BYTES_PER_BODY_BYTE = 8;

/** undici creates an error for every header beyond its limit within one piece of input. */
const MAX_PIECE_BYTES = 4_096;

const NOTHING = Buffer.alloc(0);

/**
 * Limits the bytes that undici reads from a socket. undici bounds only the headers. Reason phrases, empty
 * lines, chunk extensions and interim responses could be endless, and parsing them until the deadline
 * would take processor time from all other requests.
 */
export class ResponseByteLimiter {
  private readonly head = new ResponseHead();
  private left = SPARE_BYTES;
  private kept: Buffer | null = null;

  constructor(private readonly socket: Socket) {
    const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    // undici reads the received bytes with `read()`.
    socket.read = (size?: number) => (size === undefined ? this.next(read) : read(size));
  }

  /** True after the first byte of the expected response has arrived. */
  get hasBegun(): boolean {
    return this.head.hasBegun;
  }

  /** Declares that the next bytes begin a response whose body is read up to this limit. */
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

  /** Returns the bytes for the parser; empty if the head is not complete yet. */
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
