import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PLAIN_LIMITS, SCHEMA_LIMITS } from './json/json-limits.js';
import type { JsonLimits } from './json/json-limits.js';
import { readJson } from './json/read-json.js';
import { readBody } from './read-body.js';

/** How much of a body a route takes. */
export interface BodyRule {
  /** Unpacked. */
  maxBytes: number;
  /** Absent: the handler gets the bytes, and reads them by `inspectJson`. */
  limits?: JsonLimits;
}

const KIBIBYTE = 1024;

/** Where nothing is published. */
const PLAIN_BODY: BodyRule = { maxBytes: 64 * KIBIBYTE, limits: PLAIN_LIMITS };

/** An event type: a schema and an example, each of 64 KiB at most. */
export const SCHEMA_BODY: BodyRule = { maxBytes: 160 * KIBIBYTE, limits: SCHEMA_LIMITS };

/** An event: 256 KiB of data, six times as long where every character is an escape. */
export const EVENT_BODY: BodyRule = { maxBytes: 2_048 * KIBIBYTE };

/** A batch of events. */
export const BATCH_BODY: BodyRule = { maxBytes: 8_192 * KIBIBYTE };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent: `PLAIN_BODY`. */
    body?: BodyRule;
  }
}

/** Leaves `application/json` as the one content type that the API reads. An empty body is `undefined`. */
export function useJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = async (request: FastifyRequest, payload: Readable): Promise<unknown> => {
    const { maxBytes, limits } = request.routeOptions.config.body ?? PLAIN_BODY;
    const bytes = await readBody(request, payload, maxBytes);
    if (bytes.length === 0) return undefined;
    return limits ? readJson(bytes, limits) : bytes;
  };
  fastify.addContentTypeParser('application/json', parse);
}
