/** A response body as it stands in JSON. */
export interface BodyText {
  body: string;
  body_encoding: 'utf8' | 'base64';
  truncated: boolean;
}

/**
 * At most `limitBytes` of a body as text, or as base64 where the bytes are no UTF-8. A character
 * that a cut went through is left out.
 */
export function bodyText(body: Buffer, truncated: boolean, limitBytes: number): BodyText {
  const isCut = truncated || body.length > limitBytes;
  const shown = body.subarray(0, limitBytes);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(shown, { stream: isCut });
    return { body: text, body_encoding: 'utf8', truncated: isCut };
  } catch {
    return { body: shown.toString('base64'), body_encoding: 'base64', truncated: isCut };
  }
}
