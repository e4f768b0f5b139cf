import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import { byteaArray } from '../../database/index.js';
import type { SealContext } from '../../database/index.js';
import type {
  AttemptEntry,
  AttemptFacts,
  Exchange,
  NextState,
  SealedEntry,
} from './attempt-entry.js';

const LENGTH_BYTES = 4;

/** `attempt_bodies.sealed_exchange`: what `packExchange` makes. */
export const exchangeOf = (attemptId: string): SealContext => ({
  table: 'attempt_bodies',
  id: attemptId,
});

/** `[4 bytes length][JSON of everything but the body][body]`; the body is that of the response, or of a request that was only recorded. */
export function packExchange(
  { requestHeaders, response, requestBody, secrets }: Exchange,
  bodyHash: string | null = null,
): Buffer {
  // JSON leaves out what is undefined.
  const head = JSON.stringify({
    request_headers: requestHeaders,
    body_hash: bodyHash ?? undefined,
    response_headers: response?.headers,
    truncated: response?.truncated,
    has_request_body: requestBody && true,
    secrets,
  });
  const body = requestBody ?? response?.body;
  const headLength = Buffer.byteLength(head);
  const packed = Buffer.allocUnsafe(LENGTH_BYTES + headLength + (body?.length ?? 0));
  packed.writeUInt32BE(headLength);
  packed.write(head, LENGTH_BYTES);
  body?.copy(packed, LENGTH_BYTES + headLength);
  return packed;
}

/** Returns an exchange, and the hash of the request's body in hexadecimal. */
export function unpackExchange(packed: Buffer): Exchange & { bodyHash?: string } {
  const bodyAt = LENGTH_BYTES + packed.readUInt32BE();
  const head = JSON.parse(packed.toString('utf8', LENGTH_BYTES, bodyAt)) as {
    request_headers: Record<string, string>;
    body_hash?: string;
    response_headers?: Record<string, string | string[]>;
    truncated?: boolean;
    has_request_body?: true;
    secrets?: string[];
  };
  return {
    requestHeaders: head.request_headers,
    ...(head.body_hash !== undefined && { bodyHash: head.body_hash }),
    ...(head.has_request_body && { requestBody: packed.subarray(bodyAt) }),
    ...(head.secrets && { secrets: head.secrets }),
    response: head.response_headers
      ? {
          headers: head.response_headers,
          body: packed.subarray(bodyAt),
          truncated: head.truncated === true,
        }
      : null,
  };
}

/** Whether a body is a page shows in so many of its first bytes. */
const LOOKED_AT_BYTES = 1024;
/** A small body that unpacks to more is a bomb, not a page that matters. */
const MAX_UNPACKED_BYTES = 1024 * 1024;

/** The beginning of a document, whatever type it declares: after white space, comments and an XML declaration. */
const DOCUMENT = /^(?:\s|<!--[^]*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body)\b/i;
/** A body that declares HTML may begin with any tag. Many frameworks declare it for a bare text. */
const ANY_TAG = /^(?:\s|<!--[^]*?-->)*<[a-z!]/i;

/**
 * Returns whether a success looks like the page of a proxy, a login or a parking site that answers 2xx in
 * place of the receiver: its body is an HTML page.
 */
export function isSuspiciousSuccess({
  responseStatus,
  exchange,
}: {
  responseStatus: number | null;
  exchange: Exchange | null;
}): boolean {
  const response = exchange?.response;
  if (!response || responseStatus === null || responseStatus < 200 || responseStatus > 299) {
    return false;
  }
  const { headers, body } = response;
  if (body.length === 0) return false;
  const text = beginningOf(body, valueOf(headers, 'content-encoding'));
  if (DOCUMENT.test(text)) return true;
  return /\b(?:x?html)\b/i.test(valueOf(headers, 'content-type')) && ANY_TAG.test(text);
}

function beginningOf(body: Buffer, encoding: string): string {
  const start = unpacked(body, encoding).subarray(0, LOOKED_AT_BYTES);
  const isUtf16 = start[0] === 0xff && start[1] === 0xfe;
  return start.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

/** Unpacks as much as possible: the stored part of a body may be cut. */
function unpacked(body: Buffer, encoding: string): Buffer {
  const options = { maxOutputLength: MAX_UNPACKED_BYTES, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    if (/gzip/i.test(encoding)) return gunzipSync(body, options);
    if (/deflate/i.test(encoding)) return inflateSync(body, options);
    if (/\bbr\b/i.test(encoding)) {
      const finishFlush = constants.BROTLI_OPERATION_FLUSH;
      return brotliDecompressSync(body, { maxOutputLength: MAX_UNPACKED_BYTES, finishFlush });
    }
  } catch {
    // A body that cannot be unpacked is examined as it is.
  }
  return body;
}

function valueOf(headers: Record<string, string | string[]>, name: string): string {
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
  return String(value);
}

/** PostgreSQL stores no NUL in text, and a receiver can put one into an error. */
const withoutNul = (text: string | null | undefined): string | null =>
  text?.replaceAll('\0', '\uFFFD') ?? null;

const rounded = (durationMs: number | null | undefined): number | null =>
  durationMs == null ? null : Math.round(durationMs * 100) / 100;

type FactColumn = <T>(pick: (attempt: AttemptFacts) => T) => (T | null)[];

/** The columns of a request and of its answer, which both statements have in this order. */
function requestColumns(fact: FactColumn): unknown[] {
  return [
    fact(({ url }) => url),
    fact(({ ip }) => ip),
    fact(({ startedAt }) => startedAt),
    fact(({ durationMs }) => Math.round(durationMs)),
    fact(({ timings }) => rounded(timings.dns_ms)),
    fact(({ timings }) => rounded(timings.connect_ms)),
    fact(({ timings }) => rounded(timings.tls_ms)),
    fact(({ timings }) => rounded(timings.first_byte_ms)),
    byteaArray(fact(({ requestMark }) => requestMark ?? null)),
    fact(({ responseStatus }) => responseStatus),
  ];
}

/** One array per parameter of `recordAttempts`, in its order. */
export function recordColumns(batch: readonly SealedEntry[], successes: number[]): unknown[] {
  const each = <T>(pick: (entry: AttemptEntry) => T): T[] => batch.map(({ entry }) => pick(entry));
  const fact = <T>(pick: (attempt: AttemptFacts) => T): (T | null)[] =>
    each(({ attempt }) => attempt && pick(attempt));
  const next = <T>(pick: (state: NextState) => T): (T | null)[] =>
    each(({ next: state }) => state && pick(state));
  return [
    each(({ deliveryId }) => deliveryId),
    each(({ endpointId }) => endpointId),
    each(({ fence }) => fence),
    each(({ attempt }) => attempt?.number ?? 0),
    fact(({ id }) => id),
    fact(({ trigger }) => trigger),
    ...requestColumns(fact),
    fact(({ error }) => error?.class ?? null),
    fact(({ error }) => withoutNul(error?.message)),
    byteaArray(batch.map(({ sealed }) => sealed)),
    each(({ succeeded }) => succeeded),
    next(({ status }) => status),
    next(({ reason }) => reason),
    next(({ delayMs }) => delayMs),
    next(({ step }) => step),
    each(({ health }) => health),
    each(({ heldBackMs }) => heldBackMs),
    fact(({ format }) => format),
    fact(isSuspiciousSuccess),
    successes,
  ];
}

/** One array per parameter of `recordRoutine`, in its order. */
export function routineColumns(batch: readonly SealedEntry[]): unknown[] {
  const fact = <T>(pick: (attempt: AttemptFacts) => T): (T | null)[] =>
    batch.map(({ entry: { attempt } }) => attempt && pick(attempt));
  return [
    batch.map(({ entry }) => entry.deliveryId),
    fact(({ id }) => id),
    ...requestColumns(fact),
    byteaArray(batch.map(({ sealed }) => sealed)),
    fact(({ format }) => format),
    fact(isSuspiciousSuccess),
  ];
}
