import { MASKED } from './mask-data.js';

type Headers = Record<string, string | string[]>;

/** Headers of an answer that are credentials, in lower case. */
const CREDENTIALS = ['set-cookie', 'set-cookie2', 'authorization', 'proxy-authorization'];

/** Returns the headers of an answer with credentials masked; the same object where it has none. */
export function withoutCredentials(headers: Headers): Headers {
  const names = Object.keys(headers).filter((name) => CREDENTIALS.includes(name.toLowerCase()));
  if (names.length === 0) return headers;
  return { ...headers, ...Object.fromEntries(names.map((name) => [name, MASKED])) };
}
