import type { FastifyInstance } from 'fastify';
import { publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import type { HttpRequest } from './request.js';

/** One line per request: no query string, no header, no body. */
export function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request: HttpRequest, reply, done) => {
    const { caller, tenantId } = request;
    const route = request.routeOptions.url;
    const level = route?.startsWith('/v1/') === false ? 'debug' : 'info';
    logger[level](
      {
        request_id: request.id,
        method: request.method,
        route: route ?? null,
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(caller && { key_id: keyIdOf(caller.keyId), role: caller.role }),
        ...(tenantId !== undefined && { tenant_id: publicId('tenant', tenantId) }),
      },
      'request',
    );
    done();
  });
}

function keyIdOf(keyId: string | null): string {
  return keyId === null ? 'bootstrap' : publicId('apiKey', keyId);
}
