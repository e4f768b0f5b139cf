import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../common/index.js';
import { requireFaithfulJson } from './check-json.js';

/** Bytes of a request body. */
export const BODY_LIMIT = 8 * 1024 * 1024;

/**
 * Parses a JSON body once; 400 `malformed_json` where it is none. Keys such as `__proto__` stay own
 * properties. An empty body is `undefined`.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw malformed('The body is not valid UTF-8.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw malformed('The body is not valid JSON.', error);
  }
}

/** Marks a route that asks `requireFaithfulJson` itself: of each entry, or to put a refusal on record. */
export const CHECKS_ENTRIES = { checksEntries: true };

/** Leaves `application/json` as the one content type that the API reads, faithful JSON only. */
export function useJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (request, bytes, done) => {
      try {
        const body = parseJsonBody(bytes);
        if (!('checksEntries' in request.routeOptions.config)) requireFaithfulJson(body);
        done(null, body);
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

function malformed(message: string, cause?: unknown): AppError {
  // Only the parser's place is kept: its message quotes the body.
  const place = cause instanceof Error ? /position \d+/.exec(cause.message)?.[0] : undefined;
  return new AppError('malformed_json', 400, {
    message: place ? `${message} The error is at ${place}.` : message,
  });
}
