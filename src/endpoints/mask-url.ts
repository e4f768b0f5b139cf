/** Shorter than this, four characters would tell too much of it. */
const MIN_SECRET_LENGTH = 12;

/** What may be shown of a URL that is a secret: where it leads, and its last four characters. */
export function maskUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  const secret = pathname.slice(1) + search;
  return `${origin}/****${secret.length < MIN_SECRET_LENGTH ? '' : secret.slice(-4)}`;
}
