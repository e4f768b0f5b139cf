import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';

/** Facts of a request that are found on the way, for its line in the log. */
interface RequestFacts {
  caller?: { keyId: string | null; role: string };
  /** The UUID of the tenant that the request is about. */
  tenantId?: string;
}

/** The parts of a request that guards and handlers use, whether Fastify serves it or a direct route. */
export interface ApiRequest
  extends Pick<FastifyRequest, 'id' | 'headers' | 'params' | 'body'>, RequestFacts {}

/** A request that Fastify serves. */
export interface HttpRequest extends FastifyRequest, RequestFacts {}

export type HttpReply = FastifyReply;

/** The part of a reply by which a handler adds headers to its answer. */
export interface AnswerHeaders {
  header(name: string, value: string): unknown;
}

/** Every answer has these headers, and `x-request-id`. */
export const SECURITY_HEADERS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** Returns the caller's `x-request-id` where it is a plain token, and a new id otherwise. */
export function requestIdOf({ 'x-request-id': given }: IncomingHttpHeaders): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
}

/**
 * Returns an id that is unique across processes. Counts, because random bytes for each request cost
 * more.
 */
const newRequestId = countedFrom(randomBytes(8).toString('hex'));

function countedFrom(start: string): () => string {
  let count = 0;
  return () => `req_${start}_${(count += 1).toString(36)}`;
}

/** Writes the line of a request to the log, without its query string, headers or body. */
export function logRequest(
  logger: Logger,
  { id, caller, tenantId }: ApiRequest,
  answer: { method: string; route: string | undefined; status: number; durationMs: number },
): void {
  const { method, route, status, durationMs } = answer;
  const level = route?.startsWith('/v1/') === false ? 'debug' : 'info';
  logger[level](
    {
      request_id: id,
      method,
      route: route ?? null,
      status,
      duration_ms: Math.round(durationMs * 10) / 10,
      ...(caller && { key_id: keyIdOf(caller.keyId), role: caller.role }),
      ...(tenantId !== undefined && { tenant_id: publicId('tenant', tenantId) }),
    },
    'request',
  );
}

function keyIdOf(keyId: string | null): string {
  return keyId === null ? 'bootstrap' : publicId('apiKey', keyId);
}
