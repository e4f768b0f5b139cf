import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import { parseRedisUrl } from '../../config/index.js';
import type { Settings } from '../../config/index.js';
import { clockDifference } from './check-machine.js';
import { ok, problem, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';

/** The oldest major version that Bull supports. */
const OLDEST_MAJOR = 5;
/** The number of Redis clients that one process opens. */
const CLIENTS_OF_ONE = 10;

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  retryStrategy: () => null,
  sentinelRetryStrategy: () => null,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
  connectTimeout: 3_000,
  commandTimeout: 3_000,
};

/** Checks whether Redis accepts the login, and whether it is configured for a queue. */
export async function checkRedis({ redisUrl }: Settings): Promise<Found[]> {
  if (redisUrl === undefined) return [ok('no REDIS_URL: wake-ups stay within the process')];
  const client = connect(redisUrl);
  let said: unknown;
  client.on('error', (error) => (said = error));
  try {
    await client.connect();
    const info = fieldsOf(await client.info());
    return [
      ...describe(info),
      await clockDifference('Redis', async () => {
        const [seconds = 0, microseconds = 0] = (await client.time()).map(Number);
        return seconds * 1000 + microseconds / 1000;
      }),
    ];
  } catch (error) {
    const reason = reasonOf(said ?? error);
    return [problem(`REDIS_URL: Redis cannot be used (${reason})`, adviceOn(reason))];
  } finally {
    client.disconnect();
  }
}

function connect(redisUrl: string): Redis {
  const target = parseRedisUrl(redisUrl);
  if (target.kind === 'single') return new Redis(target.url, OPTIONS);
  const { username, password } = target;
  const login = { ...(username && { username }), ...(password && { password }) };
  if (target.kind === 'sentinel') {
    return new Redis({ ...OPTIONS, ...login, sentinels: target.sentinels, name: target.name });
  }
  return new Redis({ ...OPTIONS, ...login, ...target.nodes[0] });
}

function describe(info: Map<string, string>): Found[] {
  const version = info.get('redis_version') ?? 'unknown';
  const policy = info.get('maxmemory_policy');
  const left = Number(info.get('maxclients')) - Number(info.get('connected_clients'));
  const persists = info.get('aof_enabled') === '1';
  const isReplica = info.get('role') === 'slave';
  return [
    Number.parseInt(version, 10) >= OLDEST_MAJOR
      ? ok(`Redis ${version}`)
      : problem(`Redis ${version}`, `upgrade it to ${OLDEST_MAJOR} or later`),
    ...(isReplica
      ? [problem('it is a replica and takes no changes', 'lead REDIS_URL to the primary')]
      : []),
    policy === 'noeviction'
      ? ok('maxmemory-policy is noeviction')
      : warning(
          `maxmemory-policy is ${policy ?? 'unknown'}`,
          'CONFIG SET maxmemory-policy noeviction: what is evicted is a wake-up that comes late',
        ),
    ok(persists ? 'it persists (AOF), which is not needed' : 'it does not persist, and need not'),
    ...(left < CLIENTS_OF_ONE ? [warning(`${left} clients are left`, 'raise maxclients')] : []),
  ];
}

function fieldsOf(info: string): Map<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => /^\w+:/.test(line));
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
}

function adviceOn(reason: string): string {
  if (/WRONGPASS|NOAUTH|invalid password/i.test(reason)) {
    return 'set the user and password of REDIS_URL as Redis has them (ACL LIST)';
  }
  if (/NOPERM/.test(reason)) return 'give the user all commands, keys and channels (ACL SETUSER)';
  if (/max number of clients/.test(reason)) return 'raise maxclients of Redis';
  return 'see that Redis runs at the host and port of REDIS_URL, and whether it wants TLS (rediss://)';
}
