import type { FieldError } from '../../common/index.js';

/** Shorter than this, four characters would tell too much of it. */
const MIN_SECRET_LENGTH = 12;

/** What may be shown of a URL that is a secret: where it leads, and its last four characters. */
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
