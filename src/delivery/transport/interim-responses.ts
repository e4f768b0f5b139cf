const INTERIM = /^HTTP\/1\.1 1(?!01)\d\d[ \r]/;
const SHORTEST = 'HTTP/1.1 1xx '.length;
const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 16_384;

/**
 * Takes interim responses (RFC 9110 section 15.2) off the front of a response. They tell nothing that
 * is kept, and undici gives up on a `100 Continue` that it did not ask for. A switch of protocols
 * (101) and everything that is no interim response in good order passes as it is.
 */
export class InterimResponses {
  /** What may become an interim response; null while none is expected. */
  private held: Buffer | null = null;

  /** The next bytes begin a response. */
  expect(): void {
    this.held = Buffer.alloc(0);
  }

  /** The bytes that are the parser's; null where more must come first. */
  strip(bytes: Buffer): Buffer | null {
    if (this.held === null) return bytes;
    let rest = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes]);
    while (mayBeInterim(rest)) {
      const end = rest.length < SHORTEST ? -1 : rest.indexOf(HEAD_END);
      if (end === -1) {
        if (rest.length > MAX_HEAD_BYTES) break;
        this.held = rest;
        return null;
      }
      rest = rest.subarray(end + HEAD_END.length);
    }
    this.held = null;
    return rest;
  }
}

function mayBeInterim(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, SHORTEST);
  // Too short to tell: so far it reads like one.
  return INTERIM.test(start + 'HTTP/1.1 100 '.slice(start.length));
}
