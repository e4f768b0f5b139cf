/** What an attempt was doing, for the message of a deadline that passed. */
export type Phase =
  | 'resolving'
  | 'connecting'
  | 'securing'
  | 'waiting'
  | 'sending'
  | 'queueing'
  | 'greeting'
  | 'mailing';

const DOING: Record<Phase, string> = {
  resolving: 'resolving the host name',
  connecting: 'opening the connection',
  securing: 'negotiating TLS',
  sending: 'sending the request',
  waiting: 'waiting for the response headers',
  queueing: 'waiting for a free connection to the mail server',
  greeting: 'waiting for the mail server to be ready',
  mailing: 'waiting for the answer of the mail server',
};

/** The total deadline of the attempt passed before a status line and headers were there. */
export class DeadlineError extends Error {
  constructor(timeoutMs: number, phase: Phase) {
    super(`No response within ${timeoutMs} ms; the time ran out while ${DOING[phase]}.`);
    this.name = 'DeadlineError';
  }
}

/** An address of the receiver lies in a range that must not be reached; nothing was connected. */
export class BlockedAddressError extends Error {
  constructor(host: string, ip: string, range: string) {
    super(
      host === ip
        ? `${ip} is an address of range ${range}; no connection was made.`
        : `The host name resolved to ${ip}, an address of range ${range}; no connection was made.`,
    );
    this.name = 'BlockedAddressError';
  }
}

/** The host name has no address, or no name server answered. `code` is that of node:dns. */
export class ResolveError extends Error {
  constructor(
    host: string,
    readonly code: string,
  ) {
    super(
      `The host name ${host} has no address (${code}); check its spelling and its DNS records.`,
    );
    this.name = 'ResolveError';
  }
}

/** Our own side could not send what it was given: a bug or a closing process, never the receiver. */
export class UnsendableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsendableError';
  }
}

/** The socket of a connection is gone before the request could be written to it: nothing was sent. */
export class NotSentError extends Error {
  // undici tells its own connect errors apart by this code and would dial again on some of them.
  readonly code = 'ECONNRESET';
}

/** The receiver sends without an end what is neither headers nor body. */
export class FloodError extends Error {
  readonly code = 'RESPONSE_FLOOD';

  constructor() {
    super('The response is far longer than its headers and what is kept of its body.');
    this.name = 'FloodError';
  }
}
