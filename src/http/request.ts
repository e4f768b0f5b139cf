import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request as later stages see it. */
export interface HttpRequest extends FastifyRequest {
  /** Who asked, for the request's line in the log. */
  caller?: { keyId: string | null; role: string };
  /** UUID of the tenant that it is about, for the same line. */
  tenantId?: string;
}

export type HttpReply = FastifyReply;
