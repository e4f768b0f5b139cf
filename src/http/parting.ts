import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** The servers whose answers ask their clients to close the connection. */
export const PARTING = new WeakSet<Server>();

/**
 * Returns a function; after its call each answer asks its client to close the connection. Otherwise the
 * server would close open connections at its end, possibly while a client sends its next request.
 */
export function prepareParting(app: NestFastifyApplication): () => void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const { server } = fastify;
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (PARTING.has(server)) reply.header('connection', 'close');
    done(null, payload);
  });
  return () => void PARTING.add(server);
}
