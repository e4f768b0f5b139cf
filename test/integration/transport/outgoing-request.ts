import type { OutgoingRequest } from '../../../src/transport/index.js';

/** A request to `url` whose body and headers are not all ASCII. */
export function requestTo(url: string, change: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return {
    tenantId: 'tnt',
    url,
    headers: { 'Content-Type': 'application/json', 'X-Custom': 'Ünïcode' },
    body: Buffer.from('{"a":"ü"}\n'),
    timeoutMs: 3_000,
    responseBodyLimitBytes: 100,
    ...change,
  };
}
