import { childPointer } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { RESERVED_HEADERS } from '../../signing/index.js';
import { isTransportHeader, isValidHeaderName, isValidHeaderValue } from '../../transport/index.js';

const MAX_HEADERS = 20;
const MAX_BYTES = 4096;
const RESERVED_PREFIXES = ['webhook-', 'x-webhook-'];

/** Shown in place of every value. In a PATCH it keeps the stored value. */
export const MASKED_VALUE = '********';

/**
 * Returns the errors of an endpoint's custom headers, with pointers into the endpoint's JSON (RFC 6901).
 * `signatureHeaders` are the lower-case names that the endpoint's signing profiles write.
 */
export function checkHeaders(headers: unknown, signatureHeaders: readonly string[]): FieldError[] {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    return [error('', 'wrong_type', 'headers must be an object of names and values')];
  }
  const entries: [string, unknown][] = Object.entries(headers);
  if (entries.length > MAX_HEADERS) {
    return [error('', 'too_many_headers', `there may be at most ${MAX_HEADERS} headers`)];
  }
  const taken = new Set(signatureHeaders);
  const errors = entries.flatMap(([name, value]) => {
    const problem = checkName(name, taken) ?? checkValue(value);
    // A second spelling of the same name would be sent as a second header.
    taken.add(name.toLowerCase());
    return problem ? [error(childPointer('', name), ...problem)] : [];
  });
  if (errors.length === 0 && bytesOf(entries) > MAX_BYTES) {
    return [
      error(
        '',
        'headers_too_large',
        `names and values may have at most ${MAX_BYTES} bytes in total`,
      ),
    ];
  }
  return errors;
}

/** Masks every value. */
export function maskHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, MASKED_VALUE]));
}

/** Returns the new headers, with stored values in place of masks. */
export function unmaskHeaders(
  headers: Record<string, string>,
  stored: Record<string, string>,
): { headers: Record<string, string>; errors: FieldError[] } {
  const known = new Map(Object.entries(stored).map(([name, value]) => [name.toLowerCase(), value]));
  const errors: FieldError[] = [];
  const entries = Object.entries(headers).map(([name, value]) => {
    if (value !== MASKED_VALUE) return [name, value];
    const kept = known.get(name.toLowerCase());
    if (kept === undefined) {
      const message = 'is the mask of a value; send the value itself';
      errors.push(error(childPointer('', name), 'masked_value', message));
    }
    return [name, kept ?? value];
  });
  return { headers: Object.fromEntries(entries) as Record<string, string>, errors };
}

/** Returns the bytes to seal. */
export function serializeHeaders(headers: Record<string, string>): Buffer {
  return Buffer.from(JSON.stringify(headers));
}

/** Parses opened bytes; undefined gives no headers. */
export function parseHeaders(opened: Buffer | undefined): Record<string, string> {
  return opened ? (JSON.parse(opened.toString('utf8')) as Record<string, string>) : {};
}

function checkName(name: string, taken: ReadonlySet<string>): [string, string] | undefined {
  if (!isValidHeaderName(name)) return ['invalid_header_name', 'is not a valid header name'];
  const lower = name.toLowerCase();
  const isReserved =
    RESERVED_HEADERS.has(lower) ||
    isTransportHeader(lower) ||
    RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix));
  if (isReserved) {
    return ['reserved_header', 'is set by the service; choose another name'];
  }
  if (taken.has(lower)) {
    return ['reserved_header', 'is used twice, or by a signing profile; choose another name'];
  }
  return undefined;
}

/** Controls of ISO 6429 in Latin-1; some terminals and logs obey them. */
const C1_CONTROLS = /[\x80-\x9f]/;

function checkValue(value: unknown): [string, string] | undefined {
  if (typeof value !== 'string') return ['wrong_type', 'must be a string'];
  const isShown = isValidHeaderValue(value) && !C1_CONTROLS.test(value) && value.trim() !== '';
  if (isShown) return undefined;
  return ['invalid_header_value', 'must be one line of printable Latin-1 characters'];
}

function bytesOf(entries: [string, unknown][]): number {
  return entries.reduce((sum, [name, value]) => sum + name.length + String(value).length, 0);
}

function error(below: string, code: string, message: string): FieldError {
  return { pointer: `/headers${below}`, code, message };
}
