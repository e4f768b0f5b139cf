import { isIPv6 } from 'node:net';
import { parseHttpUrl } from './parse-network.js';

/** So that a link in a message of limited length always has room. */
const MAX_LENGTH = 500;
const ANY_ADDRESS = new Set(['0.0.0.0', '::']);

/** What links begin with: an http or https URL, a path allowed, no slash at its end. */
export function parsePublicUrl(text: string): string {
  if (text.length > MAX_LENGTH) throw new Error(`have at most ${MAX_LENGTH} characters`);
  return new URL(parseHttpUrl(text)).href.replace(/\/+$/, '');
}

/** The listening address, as a browser on the same host can use it. */
export function listeningUrl({ HOST, PORT }: { HOST: string; PORT: number }): string {
  const host = ANY_ADDRESS.has(HOST) ? 'localhost' : HOST;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${PORT}`;
}
