import { seesAddresses } from '../auth/index.js';
import type { Reader } from '../auth/index.js';
import { publicId } from '../common/index.js';
import type { ReasonGuide } from '../config/index.js';
import {
  EchoMask,
  MASKED,
  maskAddress,
  maskAddresses,
  maskUrl,
  withoutCredentials,
} from '../masking/index.js';
import { INSPECTED_URL } from '../queue/index.js';
import type { Exchange } from '../queue/index.js';
import type { AttemptDto, AttemptResponseDto } from './attempt.dto.js';
import type { AttemptRow } from './find-attempts.query.js';

/** Who reads attempts, and what of their answers is masked; undefined: nothing. */
export interface AttemptReader {
  reader: Reader;
  echoMask: EchoMask | undefined;
  /** Masks what the URL of the endpoint hides from the reader, where an attempt does not say what its own hid. */
  urlMask?: EchoMask | undefined;
}

interface Presentation extends AttemptReader {
  bodyLimitBytes: number;
  guide: ReasonGuide;
}

/** Presents an attempt as JSON; every route uses it. `exchange` is null where it is not stored (any more). */
export function presentAttempt(
  row: AttemptRow,
  exchange: (Exchange & { bodyHash?: string }) | null,
  { bodyLimitBytes, guide, reader, ...of }: Presentation,
): AttemptDto {
  const echoMask = of.echoMask && isBatch(exchange) ? new EchoMask(undefined) : of.echoMask;
  const isMail = row.url.startsWith('mailto:') && !seesAddresses(reader);
  const secrets = seesAddresses(reader) ? undefined : exchange?.secrets;
  const secretsMask = secrets ? new EchoMask(secrets) : of.urlMask;
  const mask = textMask([echoMask, secretsMask], isMail);
  const { dns_ms, connect_ms, tls_ms, first_byte_ms } = row;
  return {
    id: publicId('attempt', row.id),
    number: row.number,
    trigger: row.trigger,
    url: shownUrl(row.url, exchange, seesAddresses(reader)),
    ip: row.ip,
    started_at: row.started_at.toISOString(),
    duration_ms: row.duration_ms,
    timings: { dns_ms, connect_ms, tls_ms, first_byte_ms },
    request: {
      headers: exchange && requestHeaders(exchange, seesAddresses(reader)),
      // A hash of the body confirms what a reader supposes to be in it.
      body_hash: echoMask ? null : (exchange?.bodyHash ?? formerHash(row)),
      ...(row.url === INSPECTED_URL && {
        body: echoMask ? null : inspectedBody(exchange, bodyLimitBytes),
      }),
    },
    response: presentResponse(row.response_status, exchange, { bodyLimitBytes, mask }),
    error:
      row.error_class === null
        ? null
        : {
            class: row.error_class,
            message: mask ? mask.text(row.error_message ?? '') : (row.error_message ?? ''),
            docs_url: guide.docsUrl(row.error_class),
          },
    suspicious_success: row.suspicious_success,
  };
}

function inspectedBody(exchange: Exchange | null, limitBytes: number): string | null {
  const body = exchange?.requestBody;
  return body ? bodyText(body, false, limitBytes).body : null;
}

const SHA256_BYTES = 32;

/** Attempts of the former build have the hash in their row. */
function formerHash({ body_hash: hash }: AttemptRow): string | null {
  return hash?.length === SHA256_BYTES ? hash.toString('hex') : null;
}

function presentResponse(
  status: number | null,
  exchange: Exchange | null,
  { bodyLimitBytes, mask }: { bodyLimitBytes: number; mask: TextMask | undefined },
): AttemptResponseDto | null {
  if (status === null) return null;
  const response = exchange?.response;
  if (!response) {
    return { status, headers: null, body: null, body_encoding: 'utf8', truncated: false };
  }
  const { body, truncated } = response;
  const headers = withoutCredentials(response.headers);
  if (!mask) return { status, headers, ...bodyText(body, truncated, bodyLimitBytes) };
  return {
    status,
    headers: maskHeaders(headers, mask.text),
    ...maskBody(bodyText(body, truncated, Infinity), mask, bodyLimitBytes),
  };
}

/** Bytes that are no plain text, such as a compressed body, may hold anything: they are masked as a whole. */
function maskBody(whole: BodyText, mask: TextMask, limitBytes: number): BodyText {
  const { body, body_encoding, truncated } = whole;
  const isText = body_encoding === 'utf8' && !body.includes('\0');
  if (!isText) return { body: MASKED, body_encoding: 'utf8', truncated };
  const masked = truncated ? mask.cutText(body) : mask.text(body);
  return bodyText(Buffer.from(masked), truncated, limitBytes);
}

interface TextMask {
  text: (text: string) => string;
  /** For a text that was cut, so that what is masked may have lost its end. */
  cutText: (text: string) => string;
}

function textMask(
  echoMasks: readonly (EchoMask | undefined)[],
  hidesAddresses: boolean,
): TextMask | undefined {
  const masks = echoMasks.filter((mask) => mask !== undefined);
  if (masks.length === 0 && !hidesAddresses) return undefined;
  const others = (text: string): string => (hidesAddresses ? maskAddresses(text) : text);
  return {
    text: (text) => others(masks.reduce((masked, mask) => mask.text(masked), text)),
    cutText: (text) => others(masks.reduce((masked, mask) => mask.cutText(masked), text)),
  };
}

/** The answer to a request with several events may repeat the data of each. */
function isBatch(exchange: Exchange | null): boolean {
  return exchange?.requestHeaders['webhook-id']?.startsWith('bat_') === true;
}

/** The address of a mail is stored with its request only; former builds have stored the queries of URLs. */
function shownUrl(stored: string, exchange: Exchange | null, isWhole: boolean): string {
  const recipient = exchange?.requestHeaders['To'];
  const isMail = stored.startsWith('mailto:');
  return isMail && isWhole && recipient !== undefined ? `mailto:${recipient}` : maskUrl(stored);
}

/** A mail's request names its recipient. */
function requestHeaders({ requestHeaders: headers }: Exchange, isWhole: boolean) {
  if (isWhole || headers['To'] === undefined) return headers;
  return { ...headers, To: maskAddress(headers['To']) };
}

type ResponseHeaders = NonNullable<Exchange['response']>['headers'];

function maskHeaders(headers: ResponseHeaders, mask: (value: string) => string): ResponseHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? mask(value) : value.map(mask),
    ]),
  );
}

/** A response body as it stands in JSON. */
interface BodyText {
  body: string;
  body_encoding: 'utf8' | 'base64';
  truncated: boolean;
}

/**
 * Returns at most `limitBytes` of a body as text, or as base64 where the bytes are no UTF-8. A character
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
