import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request as later stages see it. */
export interface HttpRequest extends FastifyRequest {
  /** Who asked, for the request's line in the log. */
  caller?: { keyId: string | null; role: string };
}

export type HttpReply = FastifyReply;
