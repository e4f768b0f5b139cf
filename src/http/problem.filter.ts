import { Catch, NotFoundException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { notFound } from '../common/index.js';
import type { AppError, Logger } from '../common/index.js';
import { PROBLEM_TYPE, toAppError, toProblem } from './problem.js';
import type { HttpReply, HttpRequest } from './request.js';

/** Answers every error as application/problem+json; logs the errors of the server with their causes. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const error = thrown instanceof NotFoundException ? notFound('route') : toAppError(thrown);
    if (error.status >= 500) logFailure(this.logger, request.id, error);
    sendProblem(http.getResponse<HttpReply>(), error);
  }
}

/** Sends an error as a problem, also for requests that fail before a route is found. */
export function sendProblem(reply: HttpReply, error: AppError): void {
  const { retryAfterSeconds } = error.details;
  if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
  if (error.status === 401) reply.header('WWW-Authenticate', 'Bearer');
  if (error.status === 415) reply.header('Accept-Encoding', 'gzip');
  // Fastify would close the connection while the client is still sending; the client would then see
  // a broken pipe instead of this answer. An open connection reads and drops the rest of the body.
  if (error.status === 413) reply.removeHeader('Connection');
  void reply
    .code(error.status)
    .header('Content-Type', PROBLEM_TYPE)
    .send(JSON.stringify(toProblem(error)));
}

function logFailure(logger: Logger, requestId: string, error: AppError): void {
  const err = error.cause ?? error;
  logger.error({ request_id: requestId, code: error.code, err }, 'request failed');
}
