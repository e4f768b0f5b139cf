import type { LoggerService } from '@nestjs/common';
import {
  PACK_NAMES,
  parseDatabaseUrl,
  parseEncryptionKeys,
  parseRedisUrl,
} from '../../config/index.js';
import type { EncryptionKey, PackName } from '../../config/index.js';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What an application says of the Postrider that it publishes through. */
export interface PostriderOptions {
  /**
   * The database that Postrider runs on, as `postgres://user:password@host:5432/database`: the
   * application's own role will do. It needs to execute one function and nothing else.
   */
  databaseUrl: string;
  /** Postrider's `ENCRYPTION_KEYS`, as `id:base64-of-32-bytes[,…]` or as a list; content is sealed here. */
  encryptionKeys: string | readonly { id: string; key: Uint8Array }[];
  /**
   * Postrider's `REDIS_URL`. With it the workers learn at once of events that were published without a
   * `manager`; without it, and while Redis is away, a quarter of a second later.
   */
  redisUrl?: string;
  /** The packs of event types that Postrider offers (its `CATALOGUE`); all unless named. */
  catalogue?: readonly PackName[];
  /** `report` takes a payload that breaks its type's rules and notes it on the event; `enforce` refuses it. */
  catalogueValidation?: 'enforce' | 'report';
  /** Whether payloads may refer to files (`$asset`), which takes a Postrider with `ASSET_STORE_…`; false. */
  assets?: boolean;
  /** Connections of Postrider's own pool, 1 to 50; 2. What goes through a `manager` uses none of them. */
  poolSize?: number;
  /** Takes the module's lines; Nest's own logger unless given. */
  logger?: LoggerService;
  /** The least severe line that is logged; `info`. */
  logLevel?: (typeof LOG_LEVELS)[number];
}

/** The options, checked and complete. */
export interface HostSettings {
  databaseUrl: string;
  encryptionKeys: readonly EncryptionKey[];
  redisUrl: string | undefined;
  catalogue: readonly PackName[];
  catalogueValidation: 'enforce' | 'report';
  assets: boolean;
  poolSize: number;
  logger: LoggerService | undefined;
  logLevel: string;
}

/** Everything that is wrong with the options, one sentence per problem, each naming its option. */
export class PostriderOptionsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`PostriderModule: ${problems.join('; ')}`);
    this.name = 'PostriderOptionsError';
  }
}

type Readers = { readonly [Name in keyof HostSettings]: (value: unknown) => HostSettings[Name] };

/** Each throws an Error that completes "… must"; it never repeats the value, which may be a secret. */
const READERS: Readers = {
  databaseUrl: (value) => parseDatabaseUrl(required(value)),
  encryptionKeys: readKeys,
  redisUrl: (value) => {
    if (value === undefined) return undefined;
    parseRedisUrl(required(value));
    return required(value);
  },
  catalogue: (value = PACK_NAMES) => {
    const isPack = (name: unknown): name is PackName => PACK_NAMES.some((pack) => pack === name);
    if (Array.isArray(value) && value.length > 0 && value.every(isPack)) return value;
    throw new Error(`be a list of packs out of ${PACK_NAMES.join(', ')}`);
  },
  catalogueValidation: (value = 'enforce') => oneOf(['enforce', 'report'], value),
  assets: (value = false) => {
    if (typeof value === 'boolean') return value;
    throw new Error('be true or false');
  },
  poolSize: (value = 2) => {
    if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 50) return Number(value);
    throw new Error('be a whole number from 1 to 50');
  },
  logger: (value) => {
    if (value === undefined || isLogger(value)) return value;
    throw new Error('have the methods log, warn and error, as a LoggerService of Nest has');
  },
  logLevel: (value = 'info') => oneOf(LOG_LEVELS, value),
};

/** Throws a `PostriderOptionsError` that lists every problem. */
export function readOptions(options: unknown): HostSettings {
  if (typeof options !== 'object' || options === null) {
    throw new PostriderOptionsError([
      'the options must be an object with databaseUrl and encryptionKeys',
    ]);
  }
  const given = new Map<string, unknown>(Object.entries(options));
  const problems = [...given.keys()]
    .filter((name) => !Object.hasOwn(READERS, name))
    .map((name) => `${name} is no option; there are ${Object.keys(READERS).join(', ')}`);
  const settings = Object.entries(READERS).flatMap(([name, read]): [string, unknown][] => {
    try {
      return [[name, read(given.get(name))]];
    } catch (error) {
      problems.push(`${name} must ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  if (problems.length > 0) throw new PostriderOptionsError(problems);
  return Object.fromEntries(settings) as unknown as HostSettings;
}

function required(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(value === undefined || value === '' ? 'be set' : 'be a text');
}

function readKeys(value: unknown): readonly EncryptionKey[] {
  if (!Array.isArray(value)) return parseEncryptionKeys(required(value));
  const text = value.map((entry: unknown) => {
    const { id, key } = (entry ?? {}) as { id?: unknown; key?: unknown };
    return `${String(id)}:${key instanceof Uint8Array ? Buffer.from(key).toString('base64') : ''}`;
  });
  return parseEncryptionKeys(text.join(','));
}

function oneOf<const Choice extends string>(choices: readonly Choice[], value: unknown): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Error(`be one of ${choices.join(', ')}`);
  return found;
}

function isLogger(value: unknown): value is LoggerService {
  const methods = ['log', 'warn', 'error'] as const;
  return (
    typeof value === 'object' &&
    value !== null &&
    methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  );
}
