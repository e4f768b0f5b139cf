import { Axios } from 'axios';
import type { Cidr } from './address-rules.js';
import { Attempt } from './attempt.js';
import { ConnectionPool } from './connection-pool.js';
import { Deadline } from './deadline.js';
import { classifyError } from './error-class.js';
import type { ErrorClass } from './error-class.js';
import type { RawResponse } from './exchange.js';
import { explainFailure, explainStatus } from './explain-failure.js';
import { createGuardedConnect } from './guarded-connect.js';
import { isTransportHeader, isValidHeaderName, isValidHeaderValue } from './header-rules.js';
import { createResolver } from './names/index.js';
import type { NameSources } from './names/index.js';
import { ResolveError } from './resolve-error.js';
import { DeadlineError, UnsendableError } from './transport-errors.js';

export interface SenderOptions {
  /** Ranges exempt from the block of private and special addresses. */
  allowedCidrs: readonly Cidr[];
  /** Where receivers' names are looked up; by default as the host is set up. */
  names?: NameSources;
  /** PEM of an authority that is trusted besides the public ones. */
  extraCa?: string;
}

export interface OutgoingRequest {
  /** Look-ups of names are bounded per tenant. */
  tenantId: string;
  /** Normal form, as checkUrl returns it. */
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Total deadline: look-up, connection, TLS, headers and body. */
  timeoutMs: number;
  responseBodyLimitBytes: number;
}

/**
 * Durations of the steps in whole milliseconds; null for a step that did not happen (a reused
 * connection has none but the last, a literal address no look-up).
 */
export interface AttemptTimings {
  dns_ms: number | null;
  connect_ms: number | null;
  tls_ms: number | null;
  /** From the request being written to the response headers being there. */
  first_byte_ms: number | null;
}

/** One attempt as a value. `error` is null exactly when the receiver answered 2xx within the deadline. */
export interface SendResult {
  /** Unix milliseconds. */
  startedAtMs: number;
  durationMs: number;
  /** The address connected to, or tried last; null when there was none. */
  ip: string | null;
  timings: AttemptTimings;
  response: RawResponse | null;
  error: { class: ErrorClass; message: string } | null;
  /** True of a failure that is ours, and says nothing of the receiver: our name servers do not work. */
  isOurs: boolean;
}

export interface Sender {
  /** POSTs once and reports; never rejects for anything the network or the receiver does. */
  send(request: OutgoingRequest): Promise<SendResult>;
  /** Takes no more requests; resolves when those under way have ended. */
  close(): Promise<void>;
}

/**
 * The one way out to receivers: axios over guarded connections. Redirects, proxies, decompression and
 * body limits of axios live in its own adapters and have no part here.
 */
export function createSender(options: SenderOptions): Sender {
  const pool = new ConnectionPool();
  const connect = createGuardedConnect({
    resolve: createResolver(options.names ?? { dnsServers: [] }),
    allowedCidrs: options.allowedCidrs,
    ...(options.extraCa === undefined ? {} : { extraCa: options.extraCa }),
  });
  // Without the defaults of the library: all of them would be merged anew for every request.
  const client = new Axios({ method: 'post' });
  let underWay = 0;
  let closing: (() => void) | null = null;

  async function send(request: OutgoingRequest): Promise<SendResult> {
    const startedAtMs = Date.now();
    const startedAt = performance.now();
    const deadline = new Deadline(request.timeoutMs);
    const attempt = new Attempt({ pool, connect }, request, deadline);
    let failure: unknown = null;
    underWay += 1;
    try {
      if (closing) throw new UnsendableError('The sender is shutting down; nothing was sent.');
      assertSendable(request.headers);
      await client.request({
        url: request.url,
        headers: request.headers,
        data: request.body,
        adapter: attempt.adapter,
      });
    } catch (error) {
      failure = error;
    } finally {
      deadline.clear();
      underWay -= 1;
      if (underWay === 0) closing?.();
    }
    const { trace, response } = attempt;
    failure ??= attempt.failure;
    return {
      startedAtMs,
      durationMs: Math.round(performance.now() - startedAt),
      ip: trace.ip,
      timings: {
        dns_ms: wholeMs(trace.dnsMs),
        connect_ms: wholeMs(trace.connectMs),
        tls_ms: wholeMs(trace.tlsMs),
        first_byte_ms: wholeMs(trace.firstByteMs),
      },
      response,
      error: errorOf(response, failure),
      isOurs: response === null && isOurs(failure),
    };
  }

  return {
    send,
    close: () => {
      pool.close();
      return new Promise((resolve) => {
        closing = resolve;
        if (underWay === 0) resolve();
      });
    },
  };
}

function wholeMs(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}

function errorOf(response: RawResponse | null, failure: unknown): SendResult['error'] {
  if (response === null) {
    const errorClass = classifyError(failure);
    return { class: errorClass, message: explainFailure(errorClass, failure) };
  }
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const errorClass = status >= 300 && status < 400 ? 'redirect' : 'http_status';
  return { class: errorClass, message: explainStatus(status) };
}

function isOurs(failure: unknown): boolean {
  const cause = failure instanceof DeadlineError ? failure.cause : failure;
  return cause instanceof ResolveError && cause.isOurs;
}

// axios strips line breaks from values silently, and undici reports one bad header at a time.
function assertSendable(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!isValidHeaderName(name) || isTransportHeader(name)) {
      throw new UnsendableError(`The header name ${JSON.stringify(name)} cannot be sent.`);
    }
    if (!isValidHeaderValue(value)) {
      throw new UnsendableError(`The value of header ${name} has characters that cannot be sent.`);
    }
  }
}
