import { gunzipSync, inflateSync, constants, brotliDecompressSync } from 'node:zlib';
import type { AttemptFacts } from './attempt-entry.js';

/** So much of a body tells whether it is a page. */
const LOOKED_AT_BYTES = 1024;
/** More than these unpacked bytes of a small body are a bomb, not a page that matters. */
const MAX_UNPACKED_BYTES = 1024 * 1024;

/** A document begins so, whatever it says that it is: after white space, comments and an XML declaration. */
const DOCUMENT = /^(?:\s|<!--[^]*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body)\b/i;
/** What says that it is HTML may begin with any tag. A bare text is what many frameworks answer. */
const ANY_TAG = /^(?:\s|<!--[^]*?-->)*<[a-z!]/i;

/**
 * Whether a success looks like the page of a proxy, a login or a parking site that answers 2xx in place
 * of the receiver: its body is an HTML page.
 */
export function isSuspiciousSuccess({
  responseStatus,
  exchange,
}: Pick<AttemptFacts, 'responseStatus' | 'exchange'>): boolean {
  const response = exchange?.response;
  if (!response || responseStatus === null || responseStatus < 200 || responseStatus > 299) {
    return false;
  }
  const { headers, body } = response;
  const text = beginningOf(body, valueOf(headers, 'content-encoding'));
  if (DOCUMENT.test(text)) return true;
  return /\b(?:x?html)\b/i.test(valueOf(headers, 'content-type')) && ANY_TAG.test(text);
}

function beginningOf(body: Buffer, encoding: string): string {
  const start = unpacked(body, encoding).subarray(0, LOOKED_AT_BYTES);
  const isUtf16 = start[0] === 0xff && start[1] === 0xfe;
  return start.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

/** As much as can be unpacked: what is stored of a body may be cut. */
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
    // What cannot be unpacked is looked at as it is.
  }
  return body;
}

function valueOf(headers: Record<string, string | string[]>, name: string): string {
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
  return String(value);
}
