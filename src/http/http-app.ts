import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { NestLogger, publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { useJsonBodies } from './body-parser.js';
import { toAppError } from './problem.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { DtoPipe } from './validation.pipe.js';
import type { HttpRequest } from './request.js';

/** One line per request: no query string, no header, no body. */
function logRequests(fastify: FastifyInstance, logger: Logger): void {
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

const SECURITY_HEADERS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Unique beyond this process, and cheaper than chance for every request. */
const newRequestId = countedFrom(randomBytes(8).toString('hex'));

const REQUEST_ID = /^[\w.:-]{1,64}$/;

const SERVER: FastifyServerOptions = {
  requestTimeout: 60_000,
  // While the process stops, requests on open connections are served and asked to close them.
  return503OnClosing: false,
  // Paths carry names that others chose; percent-encoding triples them.
  routerOptions: { maxParamLength: 2_000 },
  genReqId: ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
  },
  // What the router refuses reaches neither hooks nor filters.
  frameworkErrors: (error, _request, reply) => sendProblem(reply, toAppError(error)),
};

/**
 * The API's HTTP server around a root module: bodies, problems, validation, request log. Not yet
 * listening. `x-request-id` is taken over from the caller where it is a plain token.
 */
export async function createHttpApp(
  module: Parameters<typeof NestFactory.create>[0],
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(SERVER);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  useJsonBodies(fastify);
  addHeaders(fastify);
  logRequests(fastify, logger);
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalPipes(new DtoPipe());
  return app;
}

/**
 * Returns a function that, once it was called, lets each answer ask its client to close the connection. A
 * connection that is kept alive would be closed at the end, possibly while the client sends its next request.
 */
export function prepareParting(app: NestFastifyApplication): () => void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  let isParting = false;
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (isParting) reply.header('connection', 'close');
    done(null, payload);
  });
  return () => {
    isParting = true;
  };
}

function addHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    done();
  });
}

function countedFrom(start: string): () => string {
  let count = 0;
  return () => `req_${start}_${(count += 1).toString(36)}`;
}
