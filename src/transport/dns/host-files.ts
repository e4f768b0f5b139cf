import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/** The settings of a host's resolv.conf(5). */
export interface ResolvConf {
  /** Addresses, in the order in which they are asked. */
  servers: string[];
  /** Suffixes for names that may be meant locally, without dots at either end. */
  search: string[];
  /** A name with fewer dots than this may be meant locally. */
  ndots: number;
  /** Whether lookups rotate through the servers. */
  rotate: boolean;
}

/** The limits of glibc's resolver. */
const MAX_SERVERS = 3;
const MAX_NDOTS = 15;
/** The server that the C library asks if the file names none. */
const LOCAL_SERVER = '127.0.0.1';

/**
 * Parses the text of a resolv.conf(5). Unknown lines and options are ignored. `timeout` and `attempts` are
 * not applied, because a lookup lasts as long as its attempt. An empty text stands for a missing file.
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

/** Parses the text of a hosts(5) file. Returns the addresses of each name in order; names are in lower case. */
export function parseHosts(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      const earlier = found.get(key);
      if (!earlier) found.set(key, [address]);
      else if (!earlier.includes(address)) earlier.push(address);
    }
  }
  return found;
}

/** A change is noticed after at most this long. */
const LOOK_AGAIN_MS = 1_000;

/**
 * The parsed content of a small file, which is read again when it changes. It is read synchronously,
 * because asynchronous reads use the thread pool that resolves the names of our own connections. A file
 * that cannot be read counts as empty.
 */
export class WatchedFile<Content> {
  private content: Content | undefined;
  private version = '';
  private lookedAtMs = -Infinity;

  constructor(
    private readonly path: string,
    private readonly parse: (text: string) => Content,
  ) {}

  read(): Content {
    const nowMs = performance.now();
    if (this.content !== undefined && nowMs - this.lookedAtMs < LOOK_AGAIN_MS) return this.content;
    this.lookedAtMs = nowMs;
    const version = versionOf(this.path);
    if (this.content !== undefined && version === this.version) return this.content;
    this.version = version;
    this.content = this.parse(textOf(this.path));
    return this.content;
  }
}

function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : 'none';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
