import type { FieldError } from '../../common/index.js';

/** Four characters would reveal too much of a shorter secret. */
const MIN_SECRET_LENGTH = 12;

/**
 * Masks a URL that is a secret: keeps its origin and last four characters, for example
 * `https://hooks.slack.com/****1a2B`.
 */
export function maskUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  const secret = pathname.slice(1) + search;
  return `${origin}/****${secret.length < MIN_SECRET_LENGTH ? '' : secret.slice(-4)}`;
}

export function isMaskedUrl(url: string): boolean {
  return new URL(url).pathname.startsWith('/****');
}

export function maskedUrl(pointer: string): FieldError {
  return { pointer, code: 'masked_value', message: 'is the mask of a URL; send the URL itself' };
}
