import { MASKED } from './mask-data.js';

/** Returns a mail address as its first letter and its domain, as `a***@example.com`. */
export function maskAddress(address: string): string {
  return `${address.slice(0, 1)}***${address.slice(address.lastIndexOf('@'))}`;
}

/** Returns a URL with the value of each parameter of its query masked, and `mailto:` with its address masked. */
export function maskUrl(url: string): string {
  if (url.startsWith('mailto:')) return `mailto:${maskAddress(url.slice('mailto:'.length))}`;
  const start = url.indexOf('?');
  if (start === -1) return url;
  const parameters = url.slice(start + 1).split('&');
  return `${url.slice(0, start)}?${parameters.map(maskParameter).join('&')}`;
}

/** Returns whether a URL has a parameter as `maskUrl` shows it, so that it is not the URL itself. */
export function hasMaskedQuery(url: string): boolean {
  const start = url.indexOf('?');
  if (start === -1) return false;
  const parameters = url.slice(start + 1).split('&');
  return parameters.some((parameter) => parameter === '****' || parameter.endsWith('=****'));
}

/** Returns what `maskUrl` hides of a URL: the values of its query, as they stand there and decoded. */
export function hiddenOfUrl(url: string): string[] {
  const start = url.indexOf('?');
  if (start === -1) return [];
  const parameters = url.slice(start + 1).split('&');
  const written = parameters.map((parameter) => parameter.slice(parameter.indexOf('=') + 1));
  return [...new Set([...written, ...new URL(url).searchParams.values()])];
}

/** A parameter without a name may be a secret as a whole. */
function maskParameter(parameter: string): string {
  const end = parameter.indexOf('=');
  return end === -1 ? '****' : `${parameter.slice(0, end)}=****`;
}

const ADDRESS = /[^\s<>"'(),;:]{1,320}@[^\s<>"'(),;:]{1,255}/g;

/** Masks every mail address in a text, such as the answer of a mail server. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, maskAddress);
}

type Headers = Record<string, string | string[]>;

/** Headers of an answer that hold credentials or the values they are made of, in lower case. */
export const CREDENTIAL_HEADERS = [
  'set-cookie',
  'set-cookie2',
  'cookie',
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'proxy-authentication-info',
  'x-api-key',
  'x-auth-token',
  'x-csrf-token',
  'x-amz-security-token',
];

/** Returns the headers of an answer with credentials masked; the same object where it has none. */
export function withoutCredentials(headers: Headers): Headers {
  const names = Object.keys(headers).filter((name) =>
    CREDENTIAL_HEADERS.includes(name.toLowerCase()),
  );
  if (names.length === 0) return headers;
  return { ...headers, ...Object.fromEntries(names.map((name) => [name, MASKED])) };
}
