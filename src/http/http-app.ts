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

/** Logs one line for each request, without its query string, headers or body. */
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

/**
 * Returns an id that is unique across processes. Counts, because random bytes for each request cost
 * more.
 */
const newRequestId = countedFrom(randomBytes(8).toString('hex'));

const REQUEST_ID = /^[\w.:-]{1,64}$/;

const SERVER: FastifyServerOptions = {
  requestTimeout: 60_000,
  // While the process stops, requests on open connections are served and asked to close them.
  return503OnClosing: false,
  // Paths hold names that clients chose, and percent-encoding makes them three times as long.
  routerOptions: { maxParamLength: 2_000 },
  genReqId: ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
  },
  // Requests that the router refuses reach neither hooks nor filters.
  frameworkErrors: (error, _request, reply) => sendProblem(reply, toAppError(error)),
};

/**
 * Creates the API's HTTP server around a root module, with bodies, problems, validation and a request
 * log. It does not listen yet. Uses the caller's `x-request-id` where that is a plain token.
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
 * Returns a function; after its call each answer asks its client to close the connection. Otherwise the
 * server would close open connections at its end, possibly while a client sends its next request.
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
