/** Returns the host and the port of a stored URL; null where there is none, as of an endpoint for mails. */
export function hostOf(url: string | null): string | null {
  return url === null ? null : new URL(url).host;
}
