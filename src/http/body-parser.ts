import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { AppError, invalid } from '../common/index.js';
import { isFaithfulJson, unfaithfulParts } from './check-json.js';

/** Bytes of a request body. */
export const BODY_LIMIT = 8 * 1024 * 1024;

/**
 * Parses a JSON body once and refuses what would not survive storing it: 400 `malformed_json`,
 * 422 `unsafe_integer` and `too_deep`. Keys such as `__proto__` stay own properties. An empty body
 * is `undefined`.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw malformed('The body is not valid UTF-8.');
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw malformed('The body is not valid JSON.', error);
  }
  if (!isFaithfulJson(body)) {
    const errors = unfaithfulParts(body);
    throw invalid(errors, errors[0]?.code);
  }
  return body;
}

/** Leaves `application/json` as the one content type that the API reads. */
export function useJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (_request, bytes, done) => {
      try {
        done(null, parseJsonBody(bytes));
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
