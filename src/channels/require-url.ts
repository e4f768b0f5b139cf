/** The URL that an endpoint of the channel always has. */
export function requireUrl(url: string | null): string {
  if (url === null) throw new Error('The endpoint has no URL to send to.');
  return url;
}
