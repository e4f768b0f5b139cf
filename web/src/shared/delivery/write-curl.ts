/** One request of a delivery, as it was sent. */
export interface SentRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A command that sends the same request again, quoted for a POSIX shell. */
export function writeCurl({ url, headers, body }: SentRequest): string {
  return [
    `curl -i -X POST ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ');
}

/** Within single quotes nothing has a meaning but the quote itself; NUL cannot be part of an argument. */
function quoted(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}
