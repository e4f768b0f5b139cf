import { createHash } from 'node:crypto';
import type { SendResult } from '../transport/index.js';
import type { RequestReport } from './channel.js';

interface RecordedRequest {
  format: RequestReport['facts']['format'];
  /** As it may be shown. */
  url: string;
  /** Headers without secrets. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Returns what is recorded of an attempt that was made over HTTP. */
export function httpFacts(
  { format, url, headers, body }: RecordedRequest,
  result: SendResult,
): RequestReport['facts'] {
  return {
    format,
    url,
    ip: result.ip,
    startedAt: new Date(result.startedAtMs),
    durationMs: result.durationMs,
    timings: result.timings,
    bodyHash: createHash('sha256').update(body).digest(),
    responseStatus: result.response?.status ?? null,
    error: result.error,
    exchange: { requestHeaders: headers, response: result.response },
  };
}

/** Returns the URL of an endpoint whose channel requires one. Throws if it is missing. */
export function requireUrl(url: string | null): string {
  if (url === null) throw new Error('The endpoint has no URL.');
  return url;
}
