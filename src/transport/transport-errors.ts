import type { ResolveError } from './resolve-error.js';

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
  constructor(timeoutMs: number, phase: Phase, cause?: ResolveError) {
    const why = cause === undefined ? '' : ` ${cause.message}`;
    super(`No response within ${timeoutMs} ms; the time ran out while ${DOING[phase]}.${why}`, {
      cause,
    });
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

/** A response that cannot be read, or not in one way only; its message says why. */
export class UnreadableResponseError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableResponseError';
  }
}

/** The receiver sends without an end what is neither headers nor body. */
export class FloodError extends UnreadableResponseError {
  constructor() {
    super(
      'RESPONSE_FLOOD',
      'The response is far longer than its headers and what is kept of its body.',
    );
  }
}

export class LongHeadError extends UnreadableResponseError {
  constructor(max: string) {
    super('RESPONSE_FLOOD', `The headers of the response are longer than ${max}.`);
  }
}

/** Two readers of the response may find its end in different places. */
export class AmbiguousResponseError extends UnreadableResponseError {
  constructor(what: string) {
    super(
      'RESPONSE_AMBIGUOUS',
      `The response has ${what}, so that its end is ambiguous (RFC 9112 section 6.3); send one of them.`,
    );
  }
}
