import { Catch, NotFoundException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { notFound } from '../common/index.js';
import type { AppError, Logger } from '../common/index.js';
import { logFailure, PROBLEM_TYPE, problemHeaders, toAppError, toProblem } from './problem.js';
import type { HttpReply, HttpRequest } from './request.js';

/** Answers every error as application/problem+json; logs the errors of the server with their causes. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const error = thrown instanceof NotFoundException ? notFound('route') : toAppError(thrown);
    logFailure(this.logger, request.id, error);
    sendProblem(http.getResponse<HttpReply>(), error);
  }
}

/** Sends an error as a problem, also for requests that fail before a route is found. */
export function sendProblem(reply: HttpReply, error: AppError): void {
  // Fastify would close the connection while the client is still sending; the client would then see
  // a broken pipe instead of this answer. An open connection reads and drops the rest of the body.
  if (error.status === 413) reply.removeHeader('Connection');
  void reply
    .code(error.status)
    .headers(problemHeaders(error))
    .header('Content-Type', PROBLEM_TYPE)
    .send(JSON.stringify(toProblem(error)));
}
