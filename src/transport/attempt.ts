import { AxiosHeaders } from 'axios';
import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import type { Connection, ConnectionPool } from './connection-pool.js';
import type { Deadline } from './deadline.js';
import { classifyError } from './error-class.js';
import { exchange } from './http-exchange.js';
import type { ExchangeOutcome, RawResponse } from './http-exchange.js';
import type { ConnectTrace, GuardedConnect } from './guarded-connect.js';
import { UnsendableError } from './transport-errors.js';

interface AttemptTrace extends ConnectTrace {
  firstByteMs: number | null;
}

// axios copies and normalises the headers of a response; those of an attempt are read from the attempt.
const NO_HEADERS = new AxiosHeaders();

/** One request. axios calls `adapter`; the caller reads the other fields after that call has returned. */
export class Attempt {
  response: RawResponse | null = null;
  failure: unknown = null;
  readonly trace: AttemptTrace = {
    phase: 'resolving',
    ip: null,
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    firstByteMs: null,
  };

  constructor(
    private readonly ways: { pool: ConnectionPool; connect: GuardedConnect },
    private readonly limits: { tenantId: string; responseBodyLimitBytes: number },
    private readonly deadline: Deadline,
  ) {}

  // Never rejects: axios would spend more time on wrapping the error than the request takes.
  readonly adapter: AxiosAdapter = async (config) => {
    try {
      const outcome = await this.run(config);
      if (outcome.kind === 'response') {
        this.response = outcome.response;
        this.trace.firstByteMs = outcome.firstByteMs;
      } else {
        this.failure = outcome.error;
      }
    } catch (error) {
      this.failure = error;
    }
    const status = this.response?.status ?? 0;
    return { data: null, status, statusText: '', headers: NO_HEADERS, config };
  };

  private async run(config: InternalAxiosRequestConfig): Promise<ExchangeOutcome> {
    const url = new URL(config.url ?? '');
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      throw new UnsendableError('Only http and https URLs can be sent to.');
    }
    const exchangeOn = (connection: Connection): Promise<ExchangeOutcome> => {
      this.trace.ip = connection.ip;
      return exchange(
        connection,
        {
          path: url.pathname + url.search,
          method: 'POST',
          headers: config.headers,
          body: config.data as Buffer,
        },
        this.limits.responseBodyLimitBytes,
        this.deadline,
      );
    };
    const { pool } = this.ways;
    for (let idle = pool.take(url.origin); idle; idle = pool.take(url.origin)) {
      const outcome = await exchangeOn(idle);
      // The receiver closed the connection before anything was written to it.
      if (outcome.kind === 'not_sent') idle.destroy();
      else if (!diedIdle(idle, outcome))
        return this.dropIdleAfterSilence(url.origin, idle, outcome);
      else break;
    }
    const connection = await this.open(url);
    const outcome = await exchangeOn(connection);
    if (outcome.kind === 'not_sent') connection.destroy();
    return outcome;
  }

  /** Closes idle connections after a silent one: a device in between may have dropped all of them. */
  private dropIdleAfterSilence(
    origin: string,
    idle: Connection,
    outcome: ExchangeOutcome,
  ): ExchangeOutcome {
    if (outcome.kind === 'failed' && !idle.hasAnswer) this.ways.pool.dropIdle(origin);
    return outcome;
  }

  private async open(url: URL): Promise<Connection> {
    const secure = url.protocol === 'https:';
    const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const { pool, connect } = this.ways;
    const target = { secure, host, port, tenant: this.limits.tenantId };
    const socket = await connect(target, this.trace, this.deadline);
    return pool.add(url.origin, socket, this.trace.ip ?? host);
  }
}

/**
 * Returns true if a reused connection ended, or sent unrelated bytes, before the first byte of a
 * response. The connection had then died while idle, and the request is sent again with the same id over
 * a new connection. The same holds for the 408 of a proxy to an idle connection (RFC 9110 section 15.5.9).
 */
function diedIdle(idle: Connection, outcome: ExchangeOutcome): boolean {
  if (outcome.kind === 'failed') {
    const errorClass = classifyError(outcome.error);
    return !idle.hasAnswer && (errorClass === 'reset' || errorClass === 'protocol');
  }
  if (outcome.kind === 'not_sent' || outcome.response.status !== 408) return false;
  return /\bclose\b/i.test(String(outcome.response.headers.connection));
}
