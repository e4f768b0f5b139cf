import type { Socket } from 'node:net';
import { InterimResponses } from './interim-responses.js';
import { FloodError } from './transport-errors.js';

/** What a response may have beside its body: interim responses, status line, headers, trailers. */
const SPARE_BYTES = 65_536;
/** A byte in a chunk of its own takes six. */
const BYTES_PER_BODY_BYTE = 8;

/** undici makes an error of every header beyond its limit, to the end of what it was given. */
const MAX_PIECE_BYTES = 4_096;

/**
 * What undici gets of a socket. It bounds headers and leaves the rest to us: reason phrases, empty
 * lines, chunk extensions and interim responses may come without an end, and reading them until the
 * deadline would take the processor from everybody else.
 */
export class Intake {
  private readonly interim = new InterimResponses();
  private left = SPARE_BYTES;
  private kept: Buffer | null = null;

  constructor(private readonly socket: Socket) {
    const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    // undici takes what has come with `read()`.
    socket.read = (size?: number) => (size === undefined ? this.next(read) : read(size));
  }

  /** The next bytes begin a response of which so much of the body is wanted. */
  expect(bodyLimitBytes: number): void {
    this.left = SPARE_BYTES + BYTES_PER_BODY_BYTE * bodyLimitBytes;
    this.interim.expect();
  }

  private next(read: () => Buffer | null): Buffer | null {
    for (;;) {
      const bytes = this.kept ?? read();
      this.kept = null;
      if (bytes === null || this.socket.destroyed) return null;
      if (this.left <= 0) {
        this.socket.destroy(new FloodError());
        return null;
      }
      const piece = bytes.subarray(0, MAX_PIECE_BYTES);
      if (piece.length < bytes.length) this.kept = bytes.subarray(MAX_PIECE_BYTES);
      this.left -= piece.length;
      const response = this.interim.strip(piece);
      if (response !== null) return response;
    }
  }
}
