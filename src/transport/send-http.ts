import { Axios } from 'axios';
import type { AddressRanges } from './address-rules.js';
import { Attempt, AttemptDeadline, NO_HEADERS } from './attempt.js';
import { ConnectionPool } from './connection-pool.js';
import { DeadlineError, UnsendableError } from './transport-errors.js';
import { classifyError, explainFailure, explainStatus } from './error-class.js';
import type { ErrorClass } from './error-class.js';
import type { OutgoingRequest, RawResponse } from './attempt.js';
import { createGuardedConnect } from './guarded-connect.js';
import type { ConnectTrace } from './guarded-connect.js';
import { createResolver } from './dns/index.js';
import type { NameSources } from './dns/index.js';
import { ResolveError } from './resolve-error.js';
import type { UrlPolicy } from './url-policy.js';

export interface SenderOptions {
  /** Ranges exempt from the block of private and special addresses. */
  allowedCidrs: AddressRanges;
  /** By tenant (UUID), in place of `allowedCidrs`. */
  tenantCidrs?: ReadonlyMap<string, AddressRanges>;
  /** The schemes and ports that may be connected to; absent: all. */
  receivers?: Pick<UrlPolicy, 'production' | 'allowedPorts'>;
  /** Where receivers' names are looked up; the default is the configuration of the host. */
  names?: NameSources;
  /** PEM certificates that are trusted in addition to the public authorities. */
  extraCa?: string;
}

/**
 * Durations of the steps in whole milliseconds; null for a step that did not happen (a reused
 * connection has none but the last, a literal address no lookup).
 */
export interface AttemptTimings {
  dns_ms: number | null;
  connect_ms: number | null;
  tls_ms: number | null;
  /** From the end of writing the request to the arrival of the response headers. */
  first_byte_ms: number | null;
}

/** One attempt as a value. `error` is null exactly when the receiver answered 2xx within the deadline. */
export interface SendResult {
  /** Unix milliseconds. */
  startedAtMs: number;
  durationMs: number;
  /** The address of the connection, or the last one tried; null if there was none. */
  ip: string | null;
  timings: AttemptTimings;
  /** When the certificate expires that the receiver showed on a new connection; null: none was shown. */
  tlsExpiresAtMs: number | null;
  response: RawResponse | null;
  error: { class: ErrorClass; message: string } | null;
  /** True if the failure is on our side, such as name servers of ours that do not work. */
  isOurs: boolean;
}

export interface Sender {
  /** Sends one POST request. It never rejects because of the network or the receiver. */
  send(request: OutgoingRequest): Promise<SendResult>;
  /** Refuses further requests; resolves when the current ones have ended. */
  close(): Promise<void>;
}

/**
 * Returns the only client that sends requests to receivers: axios over guarded connections. It follows
 * no redirects, uses no proxy and does not decompress bodies, because those are features of axios' own
 * adapters.
 *
 * @example
 * const sender = createSender({ allowedCidrs: [] });
 * const { error, response } = await sender.send({
 *   tenantId, url, headers, body, timeoutMs: 10_000, responseBodyLimitBytes: 16_384,
 * });
 */
export function createSender(options: SenderOptions): Sender {
  const pool = new ConnectionPool();
  const connect = createGuardedConnect({
    resolve: createResolver(options.names ?? { dnsServers: [] }),
    allowedCidrs: options.allowedCidrs,
    ...(options.tenantCidrs && { tenantCidrs: options.tenantCidrs }),
    ...(options.receivers && { receivers: options.receivers }),
    ...(options.extraCa === undefined ? {} : { extraCa: options.extraCa }),
  });
  /** A connection that was opened by the ranges of one tenant serves no other. */
  const poolKey = (origin: string, tenant: string): string =>
    options.tenantCidrs?.has(tenant) ? `${origin} ${tenant}` : origin;
  const client = createClient();
  let underWay = 0;
  let closing: (() => void) | null = null;

  async function send(request: OutgoingRequest): Promise<SendResult> {
    const startedAtMs = Date.now();
    const startedAt = performance.now();
    const deadline = new AttemptDeadline(request.timeoutMs);
    const attempt = new Attempt({ pool, connect, poolKey }, request, deadline);
    let failure: unknown = null;
    underWay += 1;
    try {
      if (closing) throw new UnsendableError('The sender is shutting down; nothing was sent.');
      assertSendable(request.headers);
      await client.request({ data: attempt });
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
      timings: toTimings(trace, trace.firstByteMs),
      tlsExpiresAtMs: trace.tlsExpiresAtMs ?? null,
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

/**
 * axios has no defaults here and gets each request from an interceptor, because it would merge and copy
 * defaults, headers and body for every request, at twice the cost of everything else that it does. It would copy the
 * headers several times more; the attempt sends those that were checked.
 */
function createClient(): Axios {
  const client = new Axios({});
  client.interceptors.request.use(
    ({ data }) => {
      const { request, adapter } = data as Attempt;
      const { url, body } = request;
      return {
        method: 'post',
        url,
        headers: NO_HEADERS,
        data: body,
        adapter,
      };
    },
    undefined,
    { synchronous: true },
  );
  return client;
}

/** Rounds the durations of a connection trace and of the wait for the answer. */
export function toTimings(trace: ConnectTrace, firstByteMs: number | null): AttemptTimings {
  const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
  return {
    dns_ms: rounded(trace.dnsMs),
    connect_ms: rounded(trace.connectMs),
    tls_ms: rounded(trace.tlsMs),
    first_byte_ms: rounded(firstByteMs),
  };
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

// axios silently removes line breaks from values, and undici reports only one bad header at a time.
function assertSendable(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!isSendableName(name)) {
      throw new UnsendableError(`The header name ${JSON.stringify(name)} cannot be sent.`);
    }
    if (!isValidHeaderValue(value)) {
      throw new UnsendableError(`The value of header ${name} has characters that cannot be sent.`);
    }
  }
}

/** Names that can be sent, because most requests have the same. */
const sendableNames = new Set<string>();
const MAX_SENDABLE_NAMES = 1_000;

function isSendableName(name: string): boolean {
  if (sendableNames.has(name)) return true;
  if (!isValidHeaderName(name) || isTransportHeader(name)) return false;
  if (sendableNames.size < MAX_SENDABLE_NAMES) sendableNames.add(name);
  return true;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

// The transport writes these headers itself. Another value would break the framing or the routing.
const TRANSPORT_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

// axios drops these names silently when it merges configuration.
const LOST_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** Returns true for a field name (a token, RFC 9110 section 5.1) that reaches the receiver. */
export function isValidHeaderName(name: string): boolean {
  return TOKEN.test(name) && !LOST_NAMES.has(name.toLowerCase());
}

/** Returns true for a field value (RFC 9110 section 5.5) in latin1 without control characters. */
export function isValidHeaderValue(value: string): boolean {
  return FIELD_VALUE.test(value);
}

/** Returns true for names that no caller may set because the transport writes them. */
export function isTransportHeader(name: string): boolean {
  return TRANSPORT_HEADERS.has(name.toLowerCase());
}
