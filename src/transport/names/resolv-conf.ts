import { isIP } from 'node:net';

/** What a host's resolv.conf(5) says of how names are looked up. */
export interface ResolvConf {
  /** In their order. */
  servers: string[];
  /** Suffixes for names that may be meant locally, without dots at either end. */
  search: string[];
  /** A name with fewer dots than this may be meant locally. */
  ndots: number;
  /** The servers take turns. */
  rotate: boolean;
}

/** The limits of glibc's resolver. */
const MAX_SERVERS = 3;
const MAX_NDOTS = 15;
/** Where the file names no server, the C library asks this one. */
const LOCAL_SERVER = '127.0.0.1';

/**
 * Reads the text of a resolv.conf(5). Unknown lines and options pass; `timeout` and `attempts` are not
 * applied, because a look-up lasts as long as its attempt does. An empty text is a file that is missing.
 */
export function parseResolvConf(text: string): ResolvConf {
  const found: ResolvConf = { servers: [], search: [], ndots: 1, rotate: false };
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line
      .replace(/^\s*[#;].*/, '')
      .split(/\s+/)
      .filter(Boolean);
    if (keyword === 'nameserver') addServer(found, values[0]);
    // The last of several lines counts.
    if (keyword === 'search') found.search = values.map(withoutDots).filter(Boolean);
    if (keyword === 'domain') found.search = values.slice(0, 1).map(withoutDots).filter(Boolean);
    if (keyword === 'options') values.forEach((option) => applyOption(found, option));
  }
  if (found.servers.length === 0) found.servers.push(LOCAL_SERVER);
  return found;
}

function addServer({ servers }: ResolvConf, address = ''): void {
  if (servers.length < MAX_SERVERS && isIP(address) !== 0) servers.push(address);
}

function applyOption(conf: ResolvConf, option: string): void {
  const ndots = /^ndots:(\d+)$/.exec(option)?.[1];
  if (ndots !== undefined) conf.ndots = Math.min(MAX_NDOTS, Number(ndots));
  if (option === 'rotate') conf.rotate = true;
}

function withoutDots(suffix: string): string {
  return suffix.toLowerCase().replace(/^\.+|\.+$/g, '');
}
