import { AxiosHeaders } from 'axios';
import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import type { Connection, ConnectionPool } from './connection-pool.js';
import type { Deadline } from './deadline.js';
import { exchange } from './exchange.js';
import type { ExchangeOutcome, RawResponse } from './exchange.js';
import type { ConnectTrace, GuardedConnect } from './guarded-connect.js';
import { UnsendableError } from './transport-errors.js';

interface AttemptTrace extends ConnectTrace {
  firstByteMs: number | null;
}

// axios copies and normalises the headers of a response; those of an attempt are read from the attempt.
const NO_HEADERS = new AxiosHeaders();

/** One request on its way: `adapter` is what axios calls, the rest is read when it has returned. */
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
    private readonly pool: ConnectionPool,
    private readonly connect: GuardedConnect,
    private readonly bodyLimitBytes: number,
    private readonly deadline: Deadline,
  ) {}

  // Never rejects: axios would spend more on dressing up the error than on the whole request.
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
        this.bodyLimitBytes,
        this.deadline,
      );
    };
    for (let idle = this.pool.take(url.origin); idle; idle = this.pool.take(url.origin)) {
      const outcome = await exchangeOn(idle);
      if (outcome.kind !== 'not_sent') return outcome;
      // The receiver had closed it in the meantime; nothing was written, so another one may carry it.
      idle.destroy();
    }
    const connection = await this.open(url);
    const outcome = await exchangeOn(connection);
    if (outcome.kind === 'not_sent') connection.destroy();
    return outcome;
  }

  private async open(url: URL): Promise<Connection> {
    const secure = url.protocol === 'https:';
    const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = await this.connect({ secure, host, port }, this.trace, this.deadline);
    return this.pool.add(url.origin, socket, this.trace.ip ?? host);
  }
}
