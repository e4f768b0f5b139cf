/** A Redis server's address. */
export interface RedisNode {
  host: string;
  port: number;
}

interface RedisLogin {
  username?: string;
  password?: string;
}

/** The parts of `REDIS_URL` for a client library. */
export type RedisTarget =
  | { kind: 'single'; url: string }
  | ({ kind: 'sentinel'; sentinels: RedisNode[]; name: string } & RedisLogin)
  | ({ kind: 'cluster'; nodes: RedisNode[] } & RedisLogin);

const LISTED = /^redis\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^@/]+)(?:\/([^/]*))?$/;
const DEFAULT_PORTS = { sentinel: 26_379, cluster: 6379 };

/**
 * Parses `REDIS_URL`: `redis://` and `rediss://` (TLS) for one server,
 * `redis+sentinel://host:port[,host:port]/name` and `redis+cluster://host:port[,host:port]`. Each form
 * accepts `user:password@` before the host. Throws an Error that completes "REDIS_URL must …".
 */
export function parseRedisUrl(text: string): RedisTarget {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'redis:' || protocol === 'rediss:') return { kind: 'single', url: text };
  const [, kind, login, hosts = '', name = ''] = LISTED.exec(text) ?? [];
  if (kind !== 'sentinel' && kind !== 'cluster') throw wanted();
  const nodes = hosts.split(',').map((host) => parseNode(host, DEFAULT_PORTS[kind]));
  if (kind === 'cluster') {
    if (name !== '') throw wanted();
    return { kind, nodes, ...parseLogin(login) };
  }
  if (name === '') throw wanted();
  return { kind, sentinels: nodes, name, ...parseLogin(login) };
}

function parseNode(text: string, defaultPort: number): RedisNode {
  const [, v6, host, port] = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const name = v6 ?? host;
  if (name === undefined || Number(port ?? defaultPort) > 65_535) throw wanted();
  return { host: name, port: Number(port ?? defaultPort) };
}

function parseLogin(text: string | undefined): RedisLogin {
  if (text === undefined || text === '') return {};
  const colon = text.indexOf(':');
  const username = decode(colon < 0 ? text : text.slice(0, colon));
  const password = colon < 0 ? '' : decode(text.slice(colon + 1));
  return { ...(username && { username }), ...(password && { password }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wanted();
  }
}

function wanted(): Error {
  return new Error(
    'be redis://host:6379, rediss://host:6379, redis+sentinel://host:26379,host:26379/name ' +
      'or redis+cluster://host:6379,host:6379',
  );
}
