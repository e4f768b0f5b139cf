import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { HTTP_CODE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';
import type { AppError, Logger } from '../common/index.js';
import { PARTING } from './parting.js';
import { logFailure, PROBLEM_TYPE, problemHeaders, toAppError, toProblem } from './problem.js';
import { logRequest, parseBody, requestIdOf, SECURITY_HEADERS } from './request.js';
import type { AnswerHeaders, ApiRequest } from './request.js';

/** A POST that is called so often that the way through Fastify and Nest would cost more than its work. */
export interface DirectRoute {
  path: string;
  /** The status of its answer, unless it fails. */
  status: number;
  rules: RouteRules;
  handle: Handler;
}

/** `url` is the path of the route. */
type RouteRules = FastifyContextConfig & { url?: string };

/** Returns or rejects with the answer. It reads `Idempotency-Key` itself and checks the body. */
type Handler = (request: ApiRequest, answer: AnswerHeaders) => Promise<unknown>;

/** What a direct route shares with the routes that Nest serves. */
export interface DirectServing {
  /** Checks a request before its body is read. Throws or rejects with the refusal. */
  admit: (request: ApiRequest, rules: RouteRules) => void | Promise<void>;
  logger: Logger;
}

/** Makes a direct route of a method of a controller, as its decorators declare it. */
export function directRoute<Name extends string>(
  controller: Record<Name, Handler>,
  name: Name,
): DirectRoute {
  const handler = controller[name];
  const read = (key: string, target: object): unknown => Reflect.getMetadata(key, target);
  const paths = [read(PATH_METADATA, controller.constructor), read(PATH_METADATA, handler)];
  const path = `/${paths.filter((one) => one !== '/').join('/')}`;
  const config = read(FASTIFY_ROUTE_CONFIG_METADATA, handler) as FastifyContextConfig;
  return {
    path,
    status: read(HTTP_CODE_METADATA, handler) as number,
    rules: { ...config, url: path },
    handle: handler.bind(controller),
  };
}

/**
 * Serves the plain requests to some routes before Fastify sees them: a POST of JSON to exactly the path
 * of the route. All other requests, and the document of the API, stay with Fastify and Nest, where the
 * same route gives the same answers.
 */
export function serveDirectly(
  server: Server,
  routes: readonly DirectRoute[],
  serving: DirectServing,
): void {
  const byPath = new Map(routes.map((route) => [route.path, route]));
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request').on('request', (incoming, response) => {
    const { method, url = '', headers } = incoming;
    const route = method === 'POST' ? byPath.get(url) : undefined;
    if (route && isPlainJson(headers['content-type'])) {
      void serve(route, incoming, new DirectAnswer(server, incoming, response), serving);
    } else {
      for (const listener of others) listener.call(server, incoming, response);
    }
  });
}

function isPlainJson(type: string | undefined): boolean {
  return type === 'application/json' || type === 'application/json; charset=utf-8';
}

async function serve(
  { path, status, rules, handle }: DirectRoute,
  incoming: IncomingMessage,
  answer: DirectAnswer,
  { admit, logger }: DirectServing,
): Promise<void> {
  const { headers, socket } = incoming;
  const { requestId: id } = answer;
  const request: ApiRequest = { id, headers, socket, params: {}, body: undefined };
  answer.onEnd((sent) => logRequest(logger, request, { method: 'POST', route: path, ...sent }));
  try {
    const waiting = admit(request, rules);
    if (waiting) await waiting;
    request.body = await parseBody(request, incoming, rules).catch(answer.closeAfter);
    const result = await handle(request, answer);
    answer.send(status, 'application/json; charset=utf-8', JSON.stringify(result));
  } catch (thrown) {
    const error = toAppError(thrown);
    logFailure(logger, request.id, error);
    answer.refuse(error);
  }
}

const ALWAYS = Object.entries(SECURITY_HEADERS).flat();

/** The answer to one request. It is written at once, as one string. */
class DirectAnswer implements AnswerHeaders {
  readonly requestId: string;
  private readonly startMs = performance.now();
  private readonly headers: string[];
  private isLast = false;

  constructor(
    private readonly server: Server,
    incoming: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.requestId = requestIdOf(incoming.headers);
    this.headers = [...ALWAYS, 'x-request-id', this.requestId];
  }

  header(name: string, value: string): void {
    this.headers.push(name, value);
  }

  /** Calls `then` when the answer has been handed over to the system. */
  onEnd(then: (sent: { status: number; durationMs: number }) => void): void {
    const { response, startMs } = this;
    response.once('finish', () =>
      then({ status: response.statusCode, durationMs: performance.now() - startMs }),
    );
  }

  /** Closes the connection after the answer, because the rest of a body that failed may follow. */
  readonly closeAfter = (error: unknown): never => {
    this.isLast = toAppError(error).status !== 413;
    throw error;
  };

  /** Sends an error, with the same headers as `sendProblem`. */
  refuse(error: AppError): void {
    for (const [name, value] of Object.entries(problemHeaders(error))) this.header(name, value);
    if (error.status === 413) this.response.removeHeader('connection');
    this.send(error.status, `${PROBLEM_TYPE}; charset=utf-8`, JSON.stringify(toProblem(error)));
  }

  send(status: number, type: string, text: string): void {
    if (this.isLast || PARTING.has(this.server)) this.header('connection', 'close');
    this.headers.push('content-type', type, 'content-length', String(Buffer.byteLength(text)));
    this.response.writeHead(status, this.headers).end(text);
  }
}
