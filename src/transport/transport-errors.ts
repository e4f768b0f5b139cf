import type { ResolveError } from './resolve-error.js';

/** The deadline of an attempt, as its steps see it. They run one after another, so one listener is enough. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly expired: boolean;
  readonly remainingMs: number;
  /** Sets the function to call at expiry. It replaces the listener of the previous step. */
  onExpiry(listener: (() => void) | null): void;
}

/** The step of an attempt at which its deadline passed. */
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

/** The receiver has an address in a forbidden range. No connection was opened. */
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

/** The scheme or the port of the URL is not allowed here any more. No connection was opened. */
export class BlockedTargetError extends Error {
  constructor(problem: string) {
    super(`The URL ${problem}; no connection was made.`);
    this.name = 'BlockedTargetError';
  }
}

/** This process could not send the request: a bug, or a process that is shutting down. */
export class UnsendableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsendableError';
  }
}

/** The connection was closed before the request could be written to it. */
export class NotSentError extends Error {
  // undici distinguishes its connect errors by this code and would connect again after some of them.
  readonly code = 'ECONNRESET';
}

/** The response cannot be read, or can be read in more than one way. The message gives the reason. */
export class UnreadableResponseError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableResponseError';
  }
}

/** The receiver sends too many bytes that are neither headers nor body. */
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

/** Two parsers may find the end of the response in different places. */
export class AmbiguousResponseError extends UnreadableResponseError {
  constructor(what: string) {
    super(
      'RESPONSE_AMBIGUOUS',
      `The response has ${what}, so that its end is ambiguous (RFC 9112 section 6.3); send one of them.`,
    );
  }
}
