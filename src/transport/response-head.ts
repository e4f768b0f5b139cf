import {
  LongHeadError,
  AmbiguousResponseError,
  FloodError,
  UnreadableResponseError,
} from './transport-errors.js';
import type { Socket } from 'node:net';

interface Header {
  /** In lower case; null if the line is not a header. */
  name: string | null;
  value: string;
  line: string;
}

/** In a head longer than this, only the headers of `ALWAYS_KEPT` are kept beyond the limit. */
const MAX_KEPT = 12_288;
const ALWAYS_KEPT = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'keep-alive',
  'retry-after',
  'transfer-encoding',
]);

/** The limit of curl. */
const MAX_LINES = 5_000;

/** A bare LF, a folded line, or a name that is not a token. */
const ODD = /(?:^|[^\r])\n|\n[ \t]|\n[\w!#$%&'*+.^`|~-]*[^:\n\w!#$%&'*+.^`|~-][^:\n]*:/;
const FRAMING = /\n(?:content-length|transfer-encoding)[^\n]*/gi;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER = /^([^:\s][^:]*?)[ \t]*:[ \t]*(.*)$/;

/**
 * Rewrites the head of a response, from the status line to the empty line, so that a strict parser
 * accepts everything that curl and browsers accept: lines that end in a bare LF, folded lines (RFC 9112
 * sections 2.2 and 5.2), white space before a colon, a repeated equal length (RFC 9110 section 8.6) and
 * long heads. Headers whose names are not tokens are left out. The parser reports all other faults.
 * Throws an AmbiguousResponseError if parsers may disagree on the end of the body (RFC 9112 section 6.3),
 * and a LongHeadError for thousands of headers.
 */
export function normalizeHead(head: string): string {
  if (isPlain(head)) return head;
  const [statusLine = '', ...lines] = head
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  if (lines.length > MAX_LINES) throw new LongHeadError(`${MAX_LINES} lines`);
  const headers = withOneLength(lines.map(toHeader));
  const legible = headers.filter(({ name }) => name === null || TOKEN.test(name));
  // Parsers may treat an invalid header differently, so no later response is read from the connection.
  const isDoubtful = legible.length < headers.length;
  const known = isDoubtful ? legible.filter(({ name }) => name !== 'connection') : legible;
  const kept = [...withinBounds(known), ...(isDoubtful ? ['connection: close'] : [])];
  return [statusLine, ...kept, '', ''].join('\r\n');
}

/** Returns true if every parser reads the head in the same way. False negatives only cost time. */
function isPlain(head: string): boolean {
  if (head.length > MAX_KEPT || ODD.test(head)) return false;
  const [first = '', second] = head.match(FRAMING) ?? [];
  return second === undefined && !first.includes(',');
}

function toHeader(line: string): Header {
  const [, name, value = ''] = HEADER.exec(line) ?? [];
  if (name === undefined) return { name: null, value: '', line };
  return { name: name.toLowerCase(), value, line: `${name}: ${value}` };
}

function withOneLength(headers: readonly Header[]): Header[] {
  const said = headers.filter(({ name }) => name === 'content-length');
  const lengths = said.flatMap(({ value }) => value.split(',').map((one) => one.trim()));
  const [length = '', ...others] = lengths;
  if (said.length > 0 && headers.some(({ name }) => name === 'transfer-encoding')) {
    throw new AmbiguousResponseError('both Content-Length and Transfer-Encoding');
  }
  if (others.some((other) => other !== length)) {
    throw new AmbiguousResponseError('different values of Content-Length');
  }
  if (others.length === 0) return [...headers];
  const rest = headers.filter(({ name }) => name !== 'content-length');
  return [...rest, toHeader(`content-length: ${length}`)];
}

function withinBounds(headers: readonly Header[]): string[] {
  let room = MAX_KEPT;
  return headers.flatMap(({ name, line }) => {
    const isWanted = name === null || ALWAYS_KEPT.has(name);
    if (!isWanted && line.length > room) return [];
    room -= line.length;
    return [line];
  });
}

const INTERIM = /^HTTP\/1\.1 1(?!01)\d\d[ \r\n]/;
const START = 'HTTP/1.';
const [CR, LF] = [13, 10];
/** The limit of browsers. */
export const MAX_HEAD_BYTES = 262_144;
const FIRST_ROOM_BYTES = 4_096;

/**
 * Reads the heads of responses before the parser does. It removes interim responses (RFC 9110 section
 * 15.2), which undici does not expect, and normalizes the final head. A switch of protocols (101) and
 * bytes that are not HTTP/1 pass unchanged.
 */
export class ResponseHead {
  /** True after the first byte of a response has arrived. */
  hasBegun = false;
  private isExpected = false;
  /** An incomplete head, in a buffer that has room to grow. */
  private held = Buffer.alloc(0);
  private heldBytes = 0;

  /** Declares that the next bytes begin a response. */
  expect(): void {
    this.hasBegun = false;
    this.isExpected = true;
    this.forget();
  }

  /**
   * Returns the bytes for the parser, or null if the head is not complete yet. Throws an
   * AmbiguousResponseError or a LongHeadError for a response that cannot be read.
   */
  take(bytes: Buffer): Buffer | null {
    if (!this.isExpected) return bytes;
    // The end of a head has at most three bytes, so only the last two searched bytes are read again.
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
        const normal = normalizeHead(head);
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

/** Skips empty lines before the status line (RFC 9112 section 2.2). */
function withoutEmptyLines(bytes: Buffer): Buffer {
  let at = 0;
  while (bytes[at] === CR || bytes[at] === LF) at += 1;
  return at === 0 ? bytes : bytes.subarray(at);
}

/** Returns the index after the empty line that ends the head, or -1. */
function endOfHead(bytes: Buffer, from: number): number {
  const crlf = bytes.indexOf('\n\r\n', from, 'latin1');
  const before = crlf === -1 ? bytes : bytes.subarray(0, crlf + 1);
  const lf = before.indexOf('\n\n', from, 'latin1');
  if (lf !== -1) return lf + 2;
  return crlf === -1 ? -1 : crlf + 3;
}

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
