import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, inOneTurn, inScope, publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { PLAIN_LIMITS, SCHEMA_LIMITS } from './json/json-limits.js';
import type { JsonLimits } from './json/json-limits.js';
import { readJson, malformedJson } from './json/read-json.js';

/** Facts of a request that are found on the way, for its line in the log. */
interface RequestFacts {
  caller?: { keyId: string | null; role: string; signedIn?: { sessionId: string } };
  /** The UUID of the tenant that the request is about. */
  tenantId?: string;
  /** Headers that the answer gets, whatever it is. */
  answerHeaders?: Readonly<Record<string, string>>;
}

/** The parts of a request that guards and handlers use, whether Fastify serves it or a direct route. */
export interface ApiRequest
  extends Pick<FastifyRequest, 'id' | 'headers' | 'params' | 'body' | 'socket'>, RequestFacts {}

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

/** Lets each request begin in no scope: a server has that of the work that made it listen, and would hand it on. */
export function beginWithoutScope(server: Server): void {
  const emit = server.emit.bind(server);
  server.emit = (name: string, ...args: unknown[]) => inScope(undefined, () => emit(name, ...args));
}

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
      ...(caller && callerOf(caller)),
      ...(tenantId !== undefined && { tenant_id: publicId('tenant', tenantId) }),
    },
    'request',
  );
}

function callerOf({ keyId, role, signedIn }: NonNullable<RequestFacts['caller']>): object {
  return {
    ...(signedIn && { session_id: publicId('session', signedIn.sessionId) }),
    ...(keyId !== null && { key_id: publicId('apiKey', keyId) }),
    ...(keyId === null && !signedIn && { key_id: 'bootstrap' }),
    role,
  };
}

/** The limits of a body on a route. */
export interface BodyRule {
  /** Counts the decompressed bytes. */
  maxBytes: number;
  /** Absent where the handler gets the bytes and reads them with `inspectJson`. */
  limits?: JsonLimits;
}

const KIBIBYTE = 1024;

/** For routes that publish nothing. */
const PLAIN_BODY: BodyRule = { maxBytes: 64 * KIBIBYTE, limits: PLAIN_LIMITS };

/** For an event type: a schema and an example, each of 64 KiB at most. */
export const SCHEMA_BODY: BodyRule = { maxBytes: 160 * KIBIBYTE, limits: SCHEMA_LIMITS };

/** A list of subjects that are to be erased. */
export const SUBJECTS_BODY: BodyRule = { maxBytes: 1_024 * KIBIBYTE, limits: SCHEMA_LIMITS };

/** For the body of a webhook that is pasted, as a JSON string. */
export const PASTED_BODY: BodyRule = { maxBytes: 1_024 * KIBIBYTE, limits: PLAIN_LIMITS };

/** For an event: 256 KiB of data, which is six times as long where every character is an escape. */
export const EVENT_BODY: BodyRule = { maxBytes: 2_048 * KIBIBYTE };

/** For a batch of events. */
export const BATCH_BODY: BodyRule = { maxBytes: 8_192 * KIBIBYTE };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Defaults to `PLAIN_BODY`. */
    body?: BodyRule;
  }
}

const FORM = 'application/x-www-form-urlencoded';

/** Makes `application/json` the only content type that the API reads. A form without fields has no body. */
export function useJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = (request: FastifyRequest, payload: Readable): Promise<unknown> =>
    parseBody(request, payload, request.routeOptions.config);
  fastify.addContentTypeParser('application/json', parse);
  fastify.addHook('onRequest', ({ raw: { headers } }, _reply, done) => {
    if (headers['content-length'] === '0' && headers['content-type'] === FORM) {
      delete headers['content-type'];
    }
    done();
  });
}

/** Reads the body of a request by the rule of its route. An empty body becomes `undefined`. */
export async function parseBody(
  request: Pick<HttpRequest, 'headers'>,
  payload: Readable,
  { body: { maxBytes, limits } = PLAIN_BODY }: FastifyContextConfig,
): Promise<unknown> {
  const bytes = await readBody(request, payload, maxBytes);
  if (bytes.length === 0) return undefined;
  return limits ? inOneTurn(() => readJson(bytes, limits)) : bytes;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Returns the decompressed bytes of a request's body, without a byte order mark. Throws 413 above
 * `limitBytes` (decompressed), 415 for an unknown encoding, and 400 where the bytes are not UTF-8,
 * not gzip, or incomplete.
 */
async function readBody(
  { headers }: Pick<HttpRequest, 'headers'>,
  payload: Readable,
  limitBytes: number,
): Promise<Buffer> {
  const isPacked = requireEncoding(headers['content-encoding']);
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const bytes = isPacked
    ? await unpack(payload, limitBytes)
    : await collect(payload, payload, limitBytes);
  if (!isUtf8(bytes)) {
    throw new AppError('malformed_json', 400, { message: 'The body is not valid UTF-8.' });
  }
  return bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
}

/** Returns whether the body is compressed by gzip. Throws 415 for any other encoding. */
function requireEncoding(header: string | undefined): boolean {
  const encoding = (header ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  if (encoding === 'identity' || encoding === '') return false;
  const message = `Content-Encoding "${encoding.slice(0, 50)}" is not understood: send gzip, or no encoding.`;
  throw new AppError('unsupported_media_type', 415, { message });
}

async function unpack(payload: Readable, limitBytes: number): Promise<Buffer> {
  const gunzip = createGunzip();
  let packedBytes = 0;
  const count = (chunk: Buffer): void => {
    packedBytes += chunk.length;
    if (packedBytes > limitBytes) gunzip.destroy(tooLarge(limitBytes));
  };
  payload.on('data', count);
  payload.pipe(gunzip);
  try {
    return await collect(gunzip, payload, limitBytes);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('malformed_encoding', 400, {
      message: 'The body is not valid gzip, as its Content-Encoding says.',
    });
  } finally {
    payload.off('data', count);
    payload.unpipe(gunzip);
    gunzip.destroy();
    // The rest of the body is read and dropped, because the next request on the connection follows it.
    payload.resume();
  }
}

/** Returns the bytes of `source`, up to the limit. Rejects where `payload` ends too early. */
function collect(source: Readable, payload: Readable, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limitBytes) return settle(() => reject(tooLarge(limitBytes)));
      chunks.push(chunk);
    };
    const onEnd = (): void => settle(() => resolve(joined(chunks)));
    const onError = (error: Error): void => settle(() => reject(error));
    const onAborted = (): void => settle(() => reject(malformedJson('its end: it is not whole')));
    const settle = (outcome: () => void): void => {
      source.off('data', onData).off('end', onEnd).off('error', onError);
      payload.off('error', onAborted).off('aborted', onAborted);
      // A later error has no effect on the request and must not end the process.
      source.on('error', () => undefined);
      outcome();
    };
    source.on('data', onData).on('end', onEnd).on('error', onError);
    payload.on('error', onAborted).on('aborted', onAborted);
  });
}

function joined(chunks: Buffer[]): Buffer {
  const [first = Buffer.alloc(0), ...others] = chunks;
  return others.length === 0 ? first : Buffer.concat(chunks);
}

function tooLarge(limitBytes: number): AppError {
  const message = `The body is larger than ${limitBytes / 1024} KiB, the most that this route takes.`;
  return new AppError('payload_too_large', 413, { message });
}
