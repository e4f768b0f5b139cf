import { publicId } from '../common/index.js';
import type { ReasonGuide } from '../config/index.js';
import type { Exchange } from '../queue/index.js';
import type { AttemptDto, AttemptResponseDto } from './attempt.dto.js';
import type { AttemptRow } from './find-attempts.query.js';

/** Presents an attempt as JSON; every route uses it. `exchange` is null where it is not stored (any more). */
export function presentAttempt(
  row: AttemptRow,
  exchange: Exchange | null,
  { bodyLimitBytes, guide }: { bodyLimitBytes: number; guide: ReasonGuide },
): AttemptDto {
  const { dns_ms, connect_ms, tls_ms, first_byte_ms } = row;
  return {
    id: publicId('attempt', row.id),
    number: row.number,
    trigger: row.trigger,
    url: row.url,
    ip: row.ip,
    started_at: row.started_at.toISOString(),
    duration_ms: row.duration_ms,
    timings: { dns_ms, connect_ms, tls_ms, first_byte_ms },
    request: {
      headers: exchange?.requestHeaders ?? null,
      body_hash: row.body_hash?.toString('hex') ?? null,
    },
    response: presentResponse(row.response_status, exchange, bodyLimitBytes),
    error:
      row.error_class === null
        ? null
        : {
            class: row.error_class,
            message: row.error_message ?? '',
            docs_url: guide.docsUrl(row.error_class),
          },
    suspicious_success: row.suspicious_success,
  };
}

function presentResponse(
  status: number | null,
  exchange: Exchange | null,
  bodyLimitBytes: number,
): AttemptResponseDto | null {
  if (status === null) return null;
  const response = exchange?.response;
  if (!response) {
    return { status, headers: null, body: null, body_encoding: 'utf8', truncated: false };
  }
  const { headers, body, truncated } = response;
  return { status, headers, ...bodyText(body, truncated, bodyLimitBytes) };
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
