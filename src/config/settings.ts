import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { assetStoreOf, assetStoreProblems } from './asset-store.js';
import type { AssetStoreSettings } from './asset-store.js';
import type { EncryptionKey } from './encryption-keys.js';
import { Environment } from './environment.js';
import { mailOf, mailProblems } from './mail-settings.js';
import type { MailSettings } from './mail-settings.js';
import { listeningUrl } from './parse-network.js';
import { oidcOf, signInProblems } from './sign-in-settings.js';
import type { OidcSettings } from './sign-in-settings.js';
import type { PackName } from './parse-values.js';
import { pickDeclared } from './variable.js';

/** The validated, frozen settings of the process. Paths are absolute. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly role: 'all' | 'api' | 'worker';
  /** Absent: run the embedded server. */
  readonly databaseUrl?: string;
  /** A direct connection as the role that owns the schema. Absent: `databaseUrl` is used. */
  readonly migrationDatabaseUrl?: string;
  readonly migrate: 'on' | 'off' | 'only';
  /** Absent: dispatch in process. `parseRedisUrl` takes it apart. */
  readonly redisUrl?: string;
  readonly dataDir: string;
  readonly adminApiKey?: string;
  /** All decrypt; which one encrypts is in the database. */
  readonly encryptionKeys?: readonly EncryptionKey[];
  /** A key of AWS KMS, before `encryptionKeys`: `aws:` and its ARN. */
  readonly encryptionKms?: string;
  readonly production: boolean;
  /** Ranges, for one tenant only as `range@ten_…`; `exemptRanges` takes them apart. */
  readonly allowedPrivateCidrs: readonly string[];
  readonly allowedPorts: readonly number[];
  readonly retryScheduleSeconds: readonly number[];
  readonly deliveryTimeoutMs: number;
  readonly responseBodyLimitBytes: number;
  readonly userAgent: string;
  /** How long an endpoint may fail without a success before it is disabled. */
  readonly disableAfterMs: number;
  /** A delivery that is held for longer fails. */
  readonly heldMaxAgeDays: number;
  /** Content of events and attempts that is older is removed. */
  readonly payloadRetentionDays: number;
  /** Records that are older are removed. */
  readonly recordRetentionDays: number;
  readonly shutdownGraceMs: number;
  /** Requests a minute with one key, or without a valid key from one address. */
  readonly rateLimitPerMinute: number;
  readonly maxEndpointsPerTenant: number;
  /** Packs of event types on offer. */
  readonly catalogue: readonly PackName[];
  readonly catalogueValidation: 'enforce' | 'report';
  /** The base URL of links, without a slash at its end. */
  readonly publicUrl: string;
  /** Origins of pages that may show the portal in a frame. */
  readonly portalFrameAncestors: readonly string[];
  readonly metricsToken?: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** `ip`, `ip:port` or `[ipv6]:port`; empty: the name servers of the system. */
  readonly dnsServers: readonly string[];
  readonly extraCaFile?: string;
  /** Attempts in flight per worker. */
  readonly workerConcurrency: number;
  /** A claim lasts `deliveryTimeoutMs` plus this. */
  readonly leaseMarginMs: number;
  /** Absent: payloads may not refer to assets. */
  readonly assetStore?: AssetStoreSettings;
  /** Absent: staff signs in with API keys only. */
  readonly oidc?: OidcSettings;
  /** Absent: email endpoints are refused. */
  readonly mail?: MailSettings;
}

/** The problems of the environment, one sentence each that names its variable. */
export class SettingsError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
  }
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/**
 * Reads the settings from an environment. Unknown variables are ignored. An empty variable counts as
 * absent, except `ALLOWED_PRIVATE_CIDRS`, where it means "none". Relative paths are resolved against
 * `cwd`. Throws a `SettingsError` that lists every problem.
 *
 * @example
 * const settings = loadSettings(process.env, process.cwd());
 */
export function loadSettings(env: NodeJS.ProcessEnv, cwd: string): Settings {
  const environment = plainToInstance(Environment, pickDeclared(env), {
    exposeDefaultValues: true,
  });
  const broken = validateSync(environment, { validationError: { target: false, value: false } });
  const brokenNames = new Set(broken.map((problem) => problem.property));
  const problems = [
    ...broken.flatMap((problem) => Object.values(problem.constraints ?? {})),
    ...missing(environment, brokenNames),
    ...assetStoreProblems(env),
    ...mailProblems(env),
    ...retentionProblems(environment, brokenNames, env),
    ...signInProblems(environment, brokenNames),
    ...unreadableCaFile(environment.EXTRA_CA_FILE, cwd),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return freeze(toSettings(environment, cwd));
}

function missing(environment: Environment, broken: Set<string>): string[] {
  const { ROLE, DATABASE_URL, REDIS_URL, ADMIN_API_KEY } = environment;
  const ENCRYPTION_KEYS = environment.ENCRYPTION_KEYS ?? environment.ENCRYPTION_KMS;
  const hasDatabase = DATABASE_URL !== undefined;
  const problems: string[] = [];
  if (!broken.has('ROLE') && ROLE !== 'all') {
    for (const [name, value] of Object.entries({ DATABASE_URL, REDIS_URL })) {
      if (value === undefined) problems.push(`${name} is required when ROLE is ${ROLE}`);
    }
  } else if (environment.NODE_ENV === 'production' && !hasDatabase && !environment.EMBEDDED) {
    problems.push(
      'DATABASE_URL is required in production; EMBEDDED=1 allows the embedded PostgreSQL instead',
    );
  }
  if (!hasDatabase && environment.MIGRATION_DATABASE_URL !== undefined) {
    problems.push('MIGRATION_DATABASE_URL needs a DATABASE_URL of the same database beside it');
  }
  if (hasDatabase && environment.MIGRATE !== 'only') {
    for (const [name, value] of Object.entries({ ADMIN_API_KEY, ENCRYPTION_KEYS })) {
      if (value === undefined) problems.push(`${name} is required when DATABASE_URL is set`);
    }
  }
  return problems;
}

/** A hold is no longer than the content of what is held; where its length is not set, it ends with the content. */
function retentionProblems(
  { PAYLOAD_RETENTION_DAYS: payload, RECORD_RETENTION_DAYS: record, ...others }: Environment,
  broken: Set<string>,
  env: NodeJS.ProcessEnv,
): string[] {
  if (broken.has('PAYLOAD_RETENTION_DAYS')) return [];
  const problems: string[] = [];
  const isHeldSet = (env['HELD_MAX_AGE_DAYS']?.trim() ?? '') !== '';
  if (isHeldSet && !broken.has('HELD_MAX_AGE_DAYS') && others.HELD_MAX_AGE_DAYS > payload) {
    problems.push(
      `HELD_MAX_AGE_DAYS must not be above PAYLOAD_RETENTION_DAYS (${payload}): what is held needs its data`,
    );
  }
  if (!broken.has('RECORD_RETENTION_DAYS') && payload > record) {
    problems.push(
      `PAYLOAD_RETENTION_DAYS must not be above RECORD_RETENTION_DAYS (${record}): content needs its record`,
    );
  }
  return problems;
}

function unreadableCaFile(file: string | undefined, cwd: string): string[] {
  if (typeof file !== 'string') return [];
  const reason = certificateProblem(resolve(cwd, file));
  if (reason === undefined) return [];
  return [`EXTRA_CA_FILE must be the path of a file that holds PEM certificates (${reason})`];
}

function certificateProblem(path: string): string | undefined {
  try {
    return new X509Certificate(readFileSync(path)).raw.length > 0 ? undefined : 'it holds none';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return /^E[A-Z]+$/.test(code) ? code : 'it holds none';
  }
}

function toSettings(environment: Environment, cwd: string): Settings {
  const production = environment.NODE_ENV === 'production';
  const { DATABASE_URL, REDIS_URL, ADMIN_API_KEY, ENCRYPTION_KEYS } = environment;
  const { METRICS_TOKEN, EXTRA_CA_FILE, MIGRATION_DATABASE_URL, ENCRYPTION_KMS } = environment;
  const assetStore = assetStoreOf(environment);
  const mail = mailOf(environment);
  const oidc = oidcOf(environment);
  return {
    port: environment.PORT,
    host: environment.HOST,
    role: environment.ROLE,
    ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }),
    ...(REDIS_URL !== undefined && { redisUrl: REDIS_URL }),
    ...(MIGRATION_DATABASE_URL !== undefined && { migrationDatabaseUrl: MIGRATION_DATABASE_URL }),
    migrate: environment.MIGRATE,
    dataDir: resolve(cwd, environment.DATA_DIR),
    ...(ADMIN_API_KEY !== undefined && { adminApiKey: ADMIN_API_KEY }),
    ...(ENCRYPTION_KEYS !== undefined && { encryptionKeys: ENCRYPTION_KEYS }),
    ...(ENCRYPTION_KMS !== undefined && { encryptionKms: ENCRYPTION_KMS }),
    production,
    allowedPrivateCidrs: environment.ALLOWED_PRIVATE_CIDRS ?? (production ? [] : LOOPBACK),
    allowedPorts: environment.ALLOWED_PORTS,
    retryScheduleSeconds: environment.RETRY_SCHEDULE,
    deliveryTimeoutMs: environment.DELIVERY_TIMEOUT_MS,
    responseBodyLimitBytes: environment.RESPONSE_BODY_LIMIT,
    userAgent: environment.USER_AGENT,
    disableAfterMs: environment.DISABLE_AFTER_HOURS * 3_600_000,
    heldMaxAgeDays: Math.min(environment.HELD_MAX_AGE_DAYS, environment.PAYLOAD_RETENTION_DAYS),
    payloadRetentionDays: environment.PAYLOAD_RETENTION_DAYS,
    recordRetentionDays: environment.RECORD_RETENTION_DAYS,
    shutdownGraceMs: environment.SHUTDOWN_GRACE_MS,
    rateLimitPerMinute: environment.RATE_LIMIT_PER_MINUTE,
    maxEndpointsPerTenant: environment.MAX_ENDPOINTS_PER_TENANT,
    catalogue: environment.CATALOGUE,
    catalogueValidation: environment.CATALOGUE_VALIDATION,
    publicUrl: environment.PUBLIC_URL ?? listeningUrl(environment),
    portalFrameAncestors: environment.PORTAL_FRAME_ANCESTORS,
    ...(METRICS_TOKEN !== undefined && { metricsToken: METRICS_TOKEN }),
    logLevel: environment.LOG_LEVEL,
    dnsServers: environment.DNS_SERVERS,
    ...(EXTRA_CA_FILE !== undefined && { extraCaFile: resolve(cwd, EXTRA_CA_FILE) }),
    workerConcurrency: environment.WORKER_CONCURRENCY,
    leaseMarginMs: environment.LEASE_MARGIN_MS,
    ...(assetStore && { assetStore }),
    ...(mail && { mail }),
    ...(oidc && { oidc }),
  };
}

function freeze(settings: Settings): Settings {
  // Arrays are copied, because a default is shared by all environments and must not be frozen.
  const copy = Object.entries(settings).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) ? Object.freeze([...(value as unknown[])]) : value,
  ]);
  return Object.freeze(Object.fromEntries(copy) as Settings);
}

/** Injects the `RunSettings` of the process. */
export const SETTINGS = Symbol('settings');

/** The settings of a running process, which has a database and its keys. */
export interface RunSettings extends Settings {
  readonly databaseUrl: string;
  readonly adminApiKey: string;
  readonly encryptionKeys: NonNullable<Settings['encryptionKeys']>;
}
