import { parseEncryptionKeys, parseEncryptionKms, type EncryptionKey } from './encryption-keys.js';
import { parseMailFrom, type MailFrom, parseSmtpUrl, type SmtpTarget } from './parse-mail.js';
import {
  PACK_NAMES,
  type PackName,
  decimal,
  flag,
  integer,
  list,
  matching,
  oneOf,
  parseCatalogue,
  parseRetrySchedule,
} from './parse-values.js';
import {
  parsePrivateRange,
  parseDatabaseUrl,
  parseDnsServer,
  parseHttpUrl,
  parsePort,
  parsePublicUrl,
} from './parse-network.js';
import { parseRedisUrl } from './redis-url.js';
import { parseFrameAncestor, parseIssuer } from './sign-in-settings.js';
import { Variable } from './variable.js';

const DEFAULT_RETRY_SCHEDULE = [
  5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
];
const PLAIN_TOKEN = 'be printable ASCII without white space';
const CA_FILE = 'be the path of a file that holds PEM certificates';

/** The environment variables that Postrider reads, one field each. */
export class Environment {
  /** Port of the HTTP server; workers serve `/health` and `/metrics` there. 0 takes a free one. */
  @Variable(integer(0, 65_535))
  PORT = 3000;

  /** Address or host name that the HTTP server listens on. */
  @Variable(matching(/^[A-Za-z0-9.:_-]+$/, 'be an address or a host name'))
  HOST = '127.0.0.1';

  /** What this process does: serve the API, deliver, or both. */
  @Variable(oneOf('all', 'api', 'worker'))
  ROLE: 'all' | 'api' | 'worker' = 'all';

  /** PostgreSQL, as `postgres://user:password@host:5432/database`. Absent: an embedded server. */
  @Variable(parseDatabaseUrl)
  DATABASE_URL?: string;

  /**
   * The role that owns the schema, on a connection without a pooler: for migrations and for what
   * outlives a transaction. Absent: `DATABASE_URL`.
   */
  @Variable(parseDatabaseUrl)
  MIGRATION_DATABASE_URL?: string;

  /**
   * `on` brings the schema up to date at start, `off` refuses to start where that is still to be
   * done, `only` does it and ends.
   */
  @Variable(oneOf('on', 'off', 'only'))
  MIGRATE: 'on' | 'off' | 'only' = 'on';

  /**
   * Redis for Bull. `redis://` or `rediss://` for one server,
   * `redis+sentinel://host:port[,host:port]/name` for Sentinel,
   * `redis+cluster://host:port[,host:port]` for Cluster. Absent: dispatch in process.
   */
  @Variable((text) => (parseRedisUrl(text), text))
  REDIS_URL?: string;

  /** `1` allows the embedded PostgreSQL in production. */
  @Variable(flag)
  EMBEDDED = false;

  /** Directory of the embedded server and of generated keys. */
  @Variable(String)
  DATA_DIR = '.postrider';

  /** Bootstrap admin key. Required when `DATABASE_URL` is set, else generated into `DATA_DIR`. */
  @Variable(matching(/^[\x21-\x7e]{32,}$/, 'have at least 32 characters and no white space'))
  ADMIN_API_KEY?: string;

  /**
   * `id:base64-32-bytes[,…]`: all decrypt; `keys rotate` makes the first one encrypt. Required when `DATABASE_URL`
   * is set without `ENCRYPTION_KMS`, else generated into `DATA_DIR`.
   */
  @Variable(parseEncryptionKeys)
  ENCRYPTION_KEYS?: EncryptionKey[];

  /** A key of AWS KMS, `aws:` and its ARN, that stands before those of `ENCRYPTION_KEYS`. */
  @Variable(parseEncryptionKms)
  ENCRYPTION_KMS?: string;

  /** `production` allows https receivers only. `test` behaves as `development`. */
  @Variable(oneOf('development', 'production', 'test'))
  NODE_ENV: 'development' | 'production' | 'test' = 'development';

  /**
   * Ranges exempt from the block on private addresses, for one tenant only as `range@ten_…`. Absent: loopback in development, none in
   * production. Empty: none.
   */
  @Variable(list(parsePrivateRange), { empty: 'value' })
  ALLOWED_PRIVATE_CIDRS?: string[];

  /** Receiver ports allowed beyond the rule. */
  @Variable(list(parsePort))
  ALLOWED_PORTS: number[] = [];

  /** Seconds between attempts, before jitter. */
  @Variable(parseRetrySchedule)
  RETRY_SCHEDULE: number[] = DEFAULT_RETRY_SCHEDULE;

  /** Deadline of one attempt in milliseconds, reading the body included. */
  @Variable(integer(10, 600_000))
  DELIVERY_TIMEOUT_MS = 10_000;

  /** Bytes of a response body that are stored. */
  @Variable(integer(0, 1_048_576))
  RESPONSE_BODY_LIMIT = 16_384;

  /** `User-Agent` of deliveries. */
  @Variable(
    matching(/^[\x21-\x7e][\x20-\x7e]{0,255}$/, 'be at most 256 printable ASCII characters'),
  )
  USER_AGENT = 'KYC-Webhooks/1.0';

  /** Hours of failing without one success, after which an endpoint is disabled. */
  @Variable(decimal(0.001, 8760))
  DISABLE_AFTER_HOURS = 72;

  /** Days after which a delivery that is still held has failed. */
  @Variable(integer(1, 365))
  HELD_MAX_AGE_DAYS = 30;

  /** Days for which the content of events and attempts is kept. */
  @Variable(integer(1, 3650))
  PAYLOAD_RETENTION_DAYS = 30;

  /** Days for which records are kept: events, deliveries and attempts without content, the audit log. */
  @Variable(integer(1, 36_500))
  RECORD_RETENTION_DAYS = 1825;

  /** Milliseconds that attempts under way are given at shutdown. */
  @Variable(integer(0, 600_000))
  SHUTDOWN_GRACE_MS = 15_000;

  /** Requests a minute with one key, or without a valid key from one address. Publishing is exempt. */
  @Variable(integer(1, 1_000_000))
  RATE_LIMIT_PER_MINUTE = 600;

  /** Endpoints that a tenant may have. */
  @Variable(integer(1, 10_000))
  MAX_ENDPOINTS_PER_TENANT = 100;

  /** Packs of event types on offer. Absent: all. */
  @Variable(parseCatalogue)
  CATALOGUE: readonly PackName[] = PACK_NAMES;

  /** `report` accepts a payload that breaks its schema and notes it on the event. */
  @Variable(oneOf('enforce', 'report'))
  CATALOGUE_VALIDATION: 'enforce' | 'report' = 'enforce';

  /** What links in mails and Slack messages begin with. Absent: the listening address. */
  @Variable(parsePublicUrl)
  PUBLIC_URL?: string;

  /** Origins of pages that may show the portal in a frame. Empty: none. */
  @Variable(list(parseFrameAncestor))
  PORTAL_FRAME_ANCESTORS: string[] = [];

  /** Issuer of the OpenID provider by which staff signs in. Absent: with API keys only. */
  @Variable(parseIssuer)
  OIDC_ISSUER?: string;

  /** The client that this service is at the provider. */
  @Variable(matching(/^[\x21-\x7e]+$/, PLAIN_TOKEN))
  OIDC_CLIENT_ID?: string;

  /** Its secret. */
  @Variable(matching(/^[\x21-\x7e]+$/, PLAIN_TOKEN))
  OIDC_CLIENT_SECRET?: string;

  /** The claim that holds `postrider-admin` or `postrider-support`. */
  @Variable(matching(/^[\x21-\x7e]{1,200}$/, 'be the name of a claim'))
  OIDC_ROLE_CLAIM = 'roles';

  /** Bearer token of `/metrics`. Absent: loopback only. */
  @Variable(matching(/^[\x21-\x7e]+$/, PLAIN_TOKEN))
  METRICS_TOKEN?: string;

  /** Least severe log line that is written. */
  @Variable(oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'))
  LOG_LEVEL: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent' = 'info';

  /** Name servers for receivers' host names, `ip[:port][,…]`. Absent: the system's. */
  @Variable(list(parseDnsServer))
  DNS_SERVERS: string[] = [];

  /** PEM file of certificate authorities that are trusted for receivers, beside the usual ones. */
  @Variable(matching(/^[^\0]+$/, CA_FILE))
  EXTRA_CA_FILE?: string;

  /**
   * Attempts that one worker has in flight at most to receivers that answer quickly. Eight times as
   * many may wait for receivers that take more than a quarter of a second.
   */
  @Variable(integer(1, 2000))
  WORKER_CONCURRENCY = 100;

  /** Milliseconds by which a claim outlives the deadline of its attempt. */
  @Variable(integer(100, 600_000))
  LEASE_MARGIN_MS = 5000;

  /**
   * Mail server, `smtp://user:password@host:587` or `smtps://user:password@host:465`, with the options
   * `starttls=required|optional|off`, `connections=10` and `name=`. Absent: email endpoints are refused.
   */
  @Variable(parseSmtpUrl)
  SMTP_URL?: SmtpTarget;

  /** Sender of mails, `Name <address>`. Required when `SMTP_URL` is set. */
  @Variable(parseMailFrom)
  MAIL_FROM?: MailFrom;

  /** Address of the S3-compatible store that asset references lead to. Absent: AWS. */
  @Variable(parseHttpUrl)
  ASSET_STORE_ENDPOINT?: string;

  /** Region that links into the store are signed for. */
  @Variable(matching(/^[A-Za-z0-9-]{1,64}$/, 'be the name of a region'))
  ASSET_STORE_REGION?: string;

  /** Bucket of the store; each tenant's files are under the tenant's id. */
  @Variable(matching(/^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/, 'be the name of a bucket'))
  ASSET_STORE_BUCKET?: string;

  /** Key of an account that may read the bucket. */
  @Variable(matching(/^[\x21-\x7e]+$/, PLAIN_TOKEN))
  ASSET_STORE_ACCESS_KEY_ID?: string;

  /** Its secret. */
  @Variable(matching(/^[\x21-\x7e]+$/, PLAIN_TOKEN))
  ASSET_STORE_SECRET_ACCESS_KEY?: string;

  /** `1` puts the bucket into the path of links instead of their host. */
  @Variable(flag)
  ASSET_STORE_FORCE_PATH_STYLE = false;

  /** Seconds that a link lives, from its attempt on. */
  @Variable(integer(1, 604_800))
  ASSET_STORE_URL_TTL_SECONDS = 300;
}
