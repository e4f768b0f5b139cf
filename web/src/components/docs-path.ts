/** The page behind a `docs_url`, on this server: so the link works behind a tunnel too, and is never a script. */
export function docsPath(url: string): string {
  try {
    const { pathname, hash } = new URL(url, location.origin);
    return `${pathname}${hash}`;
  } catch {
    return '/docs';
  }
}
