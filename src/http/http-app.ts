import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { NestLogger } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { toAppError } from './problem.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import {
  beginWithoutScope,
  logRequest,
  requestIdOf,
  SECURITY_HEADERS,
  useJsonBodies,
} from './request.js';
import { answerBrokenRequests, cutSlowReaders, REQUEST_LIMITS } from './slow-clients.js';
import { DtoPipe } from './validation.pipe.js';
import type { HttpRequest } from './request.js';

const SERVER: FastifyServerOptions = {
  ...REQUEST_LIMITS,
  // While the process stops, requests on open connections are served and asked to close them.
  return503OnClosing: false,
  // Paths hold names that clients chose, and percent-encoding makes them three times as long.
  routerOptions: { maxParamLength: 2_000 },
  genReqId: ({ headers }) => requestIdOf(headers),
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
  const adapter = new FastifyAdapter({
    ...SERVER,
    clientErrorHandler: answerBrokenRequests(logger),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  useJsonBodies(fastify);
  cutSlowReaders(fastify.server, logger);
  beginWithoutScope(fastify.server);
  addHeaders(fastify);
  logRequests(fastify, logger);
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalPipes(new DtoPipe());
  return app;
}

function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request: HttpRequest, reply, done) => {
    const { method, routeOptions } = request;
    const { statusCode: status, elapsedTime: durationMs } = reply;
    logRequest(logger, request, { method, route: routeOptions.url, status, durationMs });
    done();
  });
}

function addHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    done();
  });
}
