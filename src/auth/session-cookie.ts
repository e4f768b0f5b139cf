import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../common/index.js';

/** What is seen of a request. */
interface Seen {
  headers: IncomingHttpHeaders;
  /** Absent: POST. */
  method?: string;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Only a server with TLS can set a cookie of this prefix, and only for its own host and for all paths. */
const HOST_PREFIX = '__Host-';
const NAME = 'postrider';

/** The cookie that carries the token of a session, or another value for our own pages. */
export class SessionCookie {
  readonly publicOrigin: string;
  private readonly name: string;
  private readonly attributes: string;

  /** `publicUrl` is the address that browsers use. Without TLS, outside of production or on loopback, the name is plain. */
  constructor(
    { publicUrl, production }: { publicUrl: string; production: boolean },
    name: string = NAME,
  ) {
    const { origin, protocol, hostname } = new URL(publicUrl);
    this.publicOrigin = origin;
    const isPlain = protocol === 'http:' && (!production || LOOPBACK.test(hostname));
    this.name = isPlain ? name : `${HOST_PREFIX}${name}`;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${isPlain ? '' : '; Secure'}`;
  }

  /** Returns the token in a `Cookie` header, or undefined. */
  read(header: string): string | undefined {
    const start = `${this.name}=`;
    const found = header.split(/; */).find((pair) => pair.startsWith(start));
    return found?.slice(start.length);
  }

  /** Returns the `Set-Cookie` header that keeps a token, or removes it after 0 seconds. */
  write(token: string, maxAgeSeconds: number): string {
    return `${this.name}=${token}; Max-Age=${maxAgeSeconds}; ${this.attributes}`;
  }
}

/** Returns what a page sends as `X-CSRF-Token` beside the cookie: the page of another site cannot know it. */
export function csrfTokenOf(token: string): string {
  return createHash('sha256').update(`csrf ${token}`).digest('base64url');
}

/**
 * Throws 403 where a request by cookie was made by the page of another site: by what the browser says of it, and
 * for everything that may change something by the token that only our own pages know.
 */
export function requireOwnPage(request: Seen, token: string, publicOrigin: string): void {
  const { headers, method } = request;
  requireOwnOrigin(request, publicOrigin);
  if (method === 'GET' || method === 'HEAD') return;
  const sent = headers['x-csrf-token'];
  if (typeof sent === 'string' && isSame(sent, csrfTokenOf(token))) return;
  throw crossSite("Send the session's csrf_token as X-CSRF-Token.");
}

/** Throws 403 where the browser says that a page of another site makes the request. */
export function requireOwnOrigin({ headers, method }: Seen, publicOrigin: string): void {
  const { origin, upgrade, host, 'sec-fetch-site': site } = headers;
  const isRead = method === 'GET' || method === 'HEAD';
  // A WebSocket is a GET that scripts of any page may open, and that always names its origin.
  if (isRead && upgrade === undefined) return;
  const isOwn =
    origin === undefined
      ? upgrade === undefined
      : origin === publicOrigin || hostOf(origin) === host;
  const isForeign = typeof site === 'string' && site !== 'same-origin';
  if (!isOwn || isForeign) throw crossSite('The request came from a page of another site.');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function crossSite(message: string): AppError {
  return new AppError('cross_site_request', 403, { message });
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
