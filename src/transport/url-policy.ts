import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { addressVerdict } from './address-rules.js';
import type { AddressRanges } from './address-rules.js';

// Ports from 1024 on that browsers refuse (WHATWG Fetch, "port blocking").
const BAD_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080,
]);

// MySQL, PostgreSQL, Redis, Elasticsearch, memcached and MongoDB.
const DATABASE_PORTS = new Set([3306, 5432, 6379, 9200, 11211, 27017]);

/** Allows 443 (and 80 outside production), 1024–65535 without bad and database ports, and `allowedPorts`. */
function isReceiverPort(
  port: number,
  policy: { production: boolean; allowedPorts: readonly number[] },
): boolean {
  if (policy.allowedPorts.includes(port) || port === 443) return true;
  if (port === 80) return !policy.production;
  return port >= 1024 && port <= 65_535 && !BAD_PORTS.has(port) && !DATABASE_PORTS.has(port);
}

export interface UrlPolicy {
  /** In production only https is accepted. */
  production: boolean;
  allowedCidrs: AddressRanges;
  allowedPorts: readonly number[];
}

export type UrlRefusal =
  | 'too_long'
  | 'control_characters'
  | 'backslash'
  | 'userinfo'
  | 'percent_in_host'
  | 'missing_slashes'
  | 'empty_host'
  | 'ambiguous_ipv4'
  | 'non_ascii_host_to_address'
  | 'single_label_host'
  | 'internal_name'
  | 'trailing_dot'
  | 'invalid_host_name'
  | 'reserved_name'
  | 'blocked_address'
  | 'scheme'
  | 'port'
  | 'invalid_url';

/** `url` is the normal form (WHATWG URL, without fragment). `message` says what the tenant must change. */
export type UrlVerdict =
  { ok: true; url: string } | { ok: false; reason: UrlRefusal; message: string };

const MAX_URL_LENGTH = 2048;

const INTERNAL_SUFFIXES = [
  'local',
  'localhost',
  'localdomain',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'svc',
  'home.arpa',
];

// RFC 2606, 6761, 7686 and 9476: names that public DNS never answers.
const RESERVED_SUFFIXES = ['invalid', 'test', 'onion', 'alt'];

const JOINER = /[\u200c\u200d]/;
const JOINERS = /[\u200c\u200d]/g;

const MAX_HOST_LENGTH = 253;
// RFC 1123 section 2.1, and the underscore, which DNS itself allows.
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/**
 * Returns whether an endpoint may have this URL. It checks the text only, never DNS. A text that a parser
 * would repair silently (white space, backslashes, unusual IPv4 forms) is refused, because two parsers may
 * repair it differently.
 *
 * @example
 * checkUrl(text, { production: true, allowedCidrs: parseCidrs(''), allowedPorts: [] });
 */
export function checkUrl(text: string, policy: UrlPolicy): UrlVerdict {
  if (text.length > MAX_URL_LENGTH) return refuse('too_long');
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(withoutHostJoiners(text))) {
    return refuse('control_characters');
  }
  if (text.includes('\\')) return refuse('backslash');
  const scheme = /^https?:/i.exec(text)?.[0];
  if (scheme === undefined) return refuse('scheme');
  const rest = text.slice(scheme.length);
  if (!rest.startsWith('//')) return refuse('missing_slashes');
  const authority = /^[^/?#]*/.exec(rest.slice(2))?.[0] ?? '';
  if (authority.includes('@')) return refuse('userinfo');
  if (authority.includes('%')) return refuse('percent_in_host');
  const spelledHost = authority.replace(/:\d*$/, '');
  if (spelledHost === '') return refuse('empty_host');
  return checkParsed(text, spelledHost, policy);
}

/**
 * Removes joiners from the host name, where some scripts need them. The URL parser checks their
 * positions (RFC 5892, appendices A.1 and A.2).
 */
function withoutHostJoiners(text: string): string {
  const host = /^https?:\/\/[^/?#]*/i.exec(text)?.[0] ?? '';
  return host.replaceAll(JOINERS, '') + text.slice(host.length);
}

function checkParsed(text: string, spelledHost: string, policy: UrlPolicy): UrlVerdict {
  if (!URL.canParse(text)) {
    return refuse(JOINER.test(spelledHost) ? 'control_characters' : 'invalid_url');
  }
  const url = new URL(text);
  // Node.js 24 parses a label that is no Punycode (RFC 3492), which 20 and 22 refuse.
  if (/(?:^|\.)xn--/.test(domainToUnicode(url.hostname))) return refuse('invalid_url');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const hostRefusal =
    isIP(host) === 0 ? refusalOfName(host, policy) : refusalOfAddress(host, spelledHost, policy);
  if (hostRefusal !== null) {
    const isAscii = /^\p{ASCII}*$/u.test(spelledHost);
    const isMisspelled = isAscii || hostRefusal === 'invalid_host_name';
    return refuse(isMisspelled ? hostRefusal : 'non_ascii_host_to_address');
  }
  if (policy.production && url.protocol !== 'https:') return refuse('scheme');
  if (!isReceiverPort(portOf(url), policy)) return refuse('port');
  url.hash = '';
  return url.href.length > MAX_URL_LENGTH ? refuse('too_long') : { ok: true, url: url.href };
}

function refusalOfAddress(host: string, spelled: string, policy: UrlPolicy): UrlRefusal | null {
  if (isIP(host) === 4 && spelled !== host) return 'ambiguous_ipv4';
  return addressVerdict(host, policy.allowedCidrs).allowed ? null : 'blocked_address';
}

function refusalOfName(host: string, policy: UrlPolicy): UrlRefusal | null {
  if (host.endsWith('.')) return 'trailing_dot';
  if (host === 'localhost') {
    return ['127.0.0.1', '::1'].some((ip) => addressVerdict(ip, policy.allowedCidrs).allowed)
      ? null
      : 'internal_name';
  }
  if (!host.includes('.')) return 'single_label_host';
  const endsWithOneOf = (suffixes: readonly string[]): boolean =>
    suffixes.some((suffix) => host.endsWith(`.${suffix}`));
  if (endsWithOneOf(INTERNAL_SUFFIXES)) return 'internal_name';
  if (endsWithOneOf(RESERVED_SUFFIXES)) return 'reserved_name';
  const isPossible = host.length <= MAX_HOST_LENGTH && host.split('.').every(isLabel);
  return isPossible ? null : 'invalid_host_name';
}

function isLabel(text: string): boolean {
  return LABEL.test(text);
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

const MESSAGES: Record<UrlRefusal, string> = {
  too_long: `must be at most ${MAX_URL_LENGTH} characters long`,
  control_characters: 'must not contain white space, control or invisible characters',
  backslash: 'must not contain a backslash; use /',
  userinfo: 'must not contain a user name or password; use a custom header instead',
  percent_in_host: 'must not contain % in its host; write the host name plainly',
  missing_slashes: 'must have // after its scheme, like https://example.com/webhooks',
  empty_host: 'must name a host, like https://example.com/webhooks',
  ambiguous_ipv4: 'must spell an IPv4 address as four decimal numbers, like 198.51.100.7',
  non_ascii_host_to_address:
    'has a host whose ASCII form is an address, an internal or a reserved name; use a public host name',
  single_label_host: 'must use a full public host name, like hooks.example.com',
  internal_name: 'must use a public host name, not one of an internal network',
  trailing_dot: 'must not end its host name with a dot',
  invalid_host_name:
    'must name a host that can exist: labels of 1 to 63 letters, digits and inner hyphens, at most 253 characters',
  reserved_name: 'must not use a name that is reserved (.test, .invalid, .onion, .alt)',
  blocked_address: 'must not point to a private, local or reserved address',
  scheme: 'must begin with https:// (http:// is taken in development only)',
  port: 'must use port 443 or an ordinary port from 1024 on; others must be opened with ALLOWED_PORTS',
  invalid_url: 'must be a valid absolute URL, like https://example.com/webhooks',
};

/**
 * Returns the rule that forbids to connect to a port with or without TLS, as the rest of a sentence about the URL.
 * The URL of an endpoint may have been saved under other settings.
 */
export function refusalOfTarget(
  { secure, port }: { secure: boolean; port: number },
  policy: Pick<UrlPolicy, 'production' | 'allowedPorts'>,
): string | undefined {
  if (policy.production && !secure) return MESSAGES.scheme;
  return isReceiverPort(port, policy) ? undefined : MESSAGES.port;
}

function refuse(reason: UrlRefusal): UrlVerdict {
  return { ok: false, reason, message: `The URL ${MESSAGES[reason]}.` };
}
