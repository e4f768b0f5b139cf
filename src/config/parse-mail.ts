import { isIP } from 'node:net';

/** The parts of `SMTP_URL`. */
export interface SmtpTarget {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /**
   * `tls`: TLS from the first byte. `starttls`: no mail is sent before STARTTLS has succeeded.
   * `starttls_if_offered`: STARTTLS only if the server offers it. `none`: no TLS.
   */
  readonly security: 'tls' | 'starttls' | 'starttls_if_offered' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  /** The host name in EHLO. Absent: the name of the machine. */
  readonly clientName?: string;
  /** The maximum number of open connections per process. */
  readonly maxConnections: number;
}

const DEFAULT_PORTS = { smtp: 587, smtps: 465 };
const DEFAULT_MAX_CONNECTIONS = 10;
const STARTTLS = {
  required: 'starttls',
  optional: 'starttls_if_offered',
  off: 'none',
} as const;
const OPTIONS = ['starttls', 'connections', 'name'];

/**
 * Parses `smtp://[user:password@]host[:587]` (STARTTLS) and `smtps://…[:465]` (TLS), with the options
 * `starttls=required|optional|off`, `connections=1…100` and `name=`. By default STARTTLS is required, and
 * on loopback it is used if offered. A password is sent without TLS on loopback only. Throws an Error that
 * completes "SMTP_URL must …" and never contains the password.
 */
export function parseSmtpUrl(text: string): SmtpTarget {
  if (!URL.canParse(text)) throw wanted();
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'smtp' && scheme !== 'smtps') throw wanted();
  const host = decode(url.hostname).replace(/^\[|\]$/g, '');
  if (host === '' || (url.pathname !== '' && url.pathname !== '/') || url.hash !== '') {
    throw wanted();
  }
  if (!/^[A-Za-z0-9._-]+$/.test(host) && isIP(host) === 0) throw wanted();
  const port = url.port === '' ? DEFAULT_PORTS[scheme] : Number(url.port);
  if (port === 0) throw wanted();
  const options = readOptions(url.searchParams);
  const login = readLogin(url);
  const security = readSecurity(scheme, options.get('starttls'), isLoopback(host));
  if (login && security !== 'tls' && security !== 'starttls' && !isLoopback(host)) {
    throw new Error('not send a password in the clear: leave starttls out or make it required');
  }
  const clientName = options.get('name');
  if (clientName !== undefined && !/^[A-Za-z0-9.:[\]-]{1,255}$/.test(clientName)) {
    throw new Error('have a host name in its option name');
  }
  return Object.freeze({
    host,
    port,
    security,
    ...(login && { login }),
    ...(clientName !== undefined && { clientName }),
    maxConnections: readConnections(options.get('connections')),
  });
}

function readOptions(given: URLSearchParams): Map<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of given) {
    if (!OPTIONS.includes(name) || options.has(name)) {
      throw new Error(`have no options but ${OPTIONS.join(', ')}, each once`);
    }
    options.set(name, value);
  }
  return options;
}

function readLogin(url: URL): SmtpTarget['login'] {
  if (url.username === '' && url.password === '') return undefined;
  const user = decode(url.username);
  const password = decode(url.password);
  if (user === '' || password === '') {
    throw new Error('have both or none of user and password (percent-encoded)');
  }
  return { user, password };
}

function readSecurity(
  scheme: keyof typeof DEFAULT_PORTS,
  starttls: string | undefined,
  isLocal: boolean,
): SmtpTarget['security'] {
  if (scheme === 'smtps') {
    if (starttls !== undefined) throw new Error('say starttls with smtp:// only');
    return 'tls';
  }
  if (starttls === undefined) return isLocal ? 'starttls_if_offered' : 'starttls';
  if (!Object.hasOwn(STARTTLS, starttls)) {
    throw new Error(`have one of ${Object.keys(STARTTLS).join(', ')} in its option starttls`);
  }
  return STARTTLS[starttls as keyof typeof STARTTLS];
}

function readConnections(text: string | undefined): number {
  if (text === undefined) return DEFAULT_MAX_CONNECTIONS;
  const count = Number(text);
  if (!/^\d{1,3}$/.test(text) || count < 1 || count > 100) {
    throw new Error('have a whole number from 1 to 100 in its option connections');
  }
  return count;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
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
    'be smtp://user:password@host:587 or smtps://user:password@host:465, ' +
      'the login and the port being optional',
  );
}

/** The sender of mails. */
export interface MailFrom {
  readonly address: string;
  /** Shown beside the address. */
  readonly name?: string;
}

const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}$/;

/** Parses `address` or `Name <address>`. Throws an Error that completes "MAIL_FROM must …". */
export function parseMailFrom(text: string): MailFrom {
  const [, name = '', inBrackets] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
  const address = (inBrackets ?? text).trim();
  const shown = name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
  if (!ADDRESS.test(address) || !/^[^\p{Cc}\p{Cs}"<>\\]{0,100}$/u.test(shown)) {
    throw new Error('be notices@example.com or Name <notices@example.com>');
  }
  return Object.freeze({ address, ...(shown !== '' && { name: shown }) });
}
