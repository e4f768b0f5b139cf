/**
 * Returns JSON text with the names of every object in code unit order (RFC 8785 section 3.2.3), so that
 * equal values have equal texts. `value` is a result of `JSON.parse`.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`;
}

/**
 * Matches plain text: not only white space, no control characters (PostgreSQL cannot store NUL), and no
 * lone surrogates (UTF-8 cannot encode them). The empty text matches; another rule decides about it.
 */
export const PLAIN_TEXT = /^(?!\s+$)[^\p{Cc}\p{Cs}]*$/u;
