/** The host, in the form in which URLs are stored, that a host or a URL names; undefined for other text. */
export function urlHost(text: string): string | undefined {
  const url = text.includes('://') ? text : `http://${text}`;
  if (/\s/.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname || undefined;
}
