import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request with the facts that later stages need. */
export interface HttpRequest extends FastifyRequest {
  /** The caller, for the request's line in the log. */
  caller?: { keyId: string | null; role: string };
  /** The UUID of the tenant that the request is about, for the same line. */
  tenantId?: string;
}

export type HttpReply = FastifyReply;
