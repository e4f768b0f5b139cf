import type { SealContext } from '../../database/index.js';

/** What an attempt sent and got, as it is stored. Header values that are secret are masked already. */
export interface Exchange {
  requestHeaders: Record<string, string>;
  response: {
    headers: Record<string, string | string[]>;
    /** Raw bytes, cut at RESPONSE_BODY_LIMIT. */
    body: Buffer;
    truncated: boolean;
  } | null;
}

const LENGTH_BYTES = 4;

/** `attempt_bodies.sealed_exchange`: what `packExchange` makes. */
export const exchangeOf = (attemptId: string): SealContext => ({
  table: 'attempt_bodies',
  id: attemptId,
});

/** `[4 bytes length][JSON of everything but the body][body]`. */
export function packExchange({ requestHeaders, response }: Exchange): Buffer {
  const head = Buffer.from(
    JSON.stringify({
      request_headers: requestHeaders,
      ...(response && { response_headers: response.headers, truncated: response.truncated }),
    }),
  );
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, ...(response ? [response.body] : [])]);
}

export function unpackExchange(packed: Buffer): Exchange {
  const bodyAt = LENGTH_BYTES + packed.readUInt32BE();
  const head = JSON.parse(packed.toString('utf8', LENGTH_BYTES, bodyAt)) as {
    request_headers: Record<string, string>;
    response_headers?: Record<string, string | string[]>;
    truncated?: boolean;
  };
  return {
    requestHeaders: head.request_headers,
    response: head.response_headers
      ? {
          headers: head.response_headers,
          body: packed.subarray(bodyAt),
          truncated: head.truncated === true,
        }
      : null,
  };
}
