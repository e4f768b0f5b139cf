import { normalHead } from './normal-head.js';
import { LongHeadError } from './transport-errors.js';

const INTERIM = /^HTTP\/1\.1 1(?!01)\d\d[ \r\n]/;
const START = 'HTTP/1.';
const [CR, LF] = [13, 10];
/** As much as browsers take. */
export const MAX_HEAD_BYTES = 262_144;
const FIRST_ROOM_BYTES = 4_096;

/**
 * Reads the heads of responses before the parser does. It takes interim responses (RFC 9110 section
 * 15.2) off the front, of which nothing is kept and which undici does not expect, and brings the head
 * into a form that the parser takes. A switch of protocols (101) and what is no HTTP/1 passes as it is.
 */
export class ResponseHead {
  /** True once a byte of a response has come. */
  hasBegun = false;
  private isExpected = false;
  /** A head that is not whole yet; it has room to grow. */
  private held = Buffer.alloc(0);
  private heldBytes = 0;

  /** The next bytes begin a response. */
  expect(): void {
    this.hasBegun = false;
    this.isExpected = true;
    this.forget();
  }

  /**
   * The bytes that are the parser's; null where more must come first. Throws an
   * AmbiguousResponseError or a LongHeadError for a response that cannot be read.
   */
  take(bytes: Buffer): Buffer | null {
    if (!this.isExpected) return bytes;
    // The end of a head is three bytes at most: of what was searched only the last two matter.
    let from = Math.max(0, this.heldBytes - 2);
    let rest = this.heldBytes === 0 ? bytes : this.append(bytes);
    for (;;) {
      rest = withoutEmptyLines(rest);
      const start = rest.toString('latin1', 0, START.length);
      if (!START.startsWith(start)) return this.pass(rest);
      if (start !== '') this.hasBegun = true;
      const end = endOfHead(rest, from);
      if (end === -1) {
        if (rest.length > MAX_HEAD_BYTES) throw new LongHeadError(`${MAX_HEAD_BYTES} bytes`);
        this.hold(rest);
        return null;
      }
      const head = rest.toString('latin1', 0, end);
      if (!INTERIM.test(head)) {
        const normal = normalHead(head);
        if (normal === head) return this.pass(rest);
        return this.pass(Buffer.concat([Buffer.from(normal, 'latin1'), rest.subarray(end)]));
      }
      rest = rest.subarray(end);
      from = 0;
    }
  }

  private pass(bytes: Buffer): Buffer {
    this.isExpected = false;
    this.forget();
    return bytes;
  }

  private forget(): void {
    if (this.heldBytes > 0) this.held = Buffer.alloc(0);
    this.heldBytes = 0;
  }

  private append(bytes: Buffer): Buffer {
    const total = this.heldBytes + bytes.length;
    if (total > this.held.length) {
      const larger = Buffer.alloc(2 * total);
      this.held.copy(larger, 0, 0, this.heldBytes);
      this.held = larger;
    }
    bytes.copy(this.held, this.heldBytes);
    return this.held.subarray(0, total);
  }

  private hold(rest: Buffer): void {
    const isHeld = rest.buffer === this.held.buffer && rest.byteOffset === this.held.byteOffset;
    if (!isHeld) {
      this.held = Buffer.alloc(Math.max(FIRST_ROOM_BYTES, rest.length));
      rest.copy(this.held);
    }
    this.heldBytes = rest.length;
  }
}

/** RFC 9112 section 2.2: what stands before the status line is passed over. */
function withoutEmptyLines(bytes: Buffer): Buffer {
  let at = 0;
  while (bytes[at] === CR || bytes[at] === LF) at += 1;
  return at === 0 ? bytes : bytes.subarray(at);
}

/** Where the head ends, behind its empty line; -1 where it does not. */
function endOfHead(bytes: Buffer, from: number): number {
  const crlf = bytes.indexOf('\n\r\n', from, 'latin1');
  const before = crlf === -1 ? bytes : bytes.subarray(0, crlf + 1);
  const lf = before.indexOf('\n\n', from, 'latin1');
  if (lf !== -1) return lf + 2;
  return crlf === -1 ? -1 : crlf + 3;
}
