import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { AppError, isOutage, unavailable } from '../common/index.js';
import type { ErrorCode, FieldError, Logger } from '../common/index.js';

/** A problem document (RFC 9457), with a stable `code` and the violated rules of a 422. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  /** The id of the existing object that a 409 is about. */
  id?: string;
  errors?: FieldError[];
}

export const PROBLEM_TYPE = 'application/problem+json';

const CODES: Record<number, ErrorCode> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'request_timeout',
  409: 'conflict',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  422: 'validation_failed',
  429: 'too_many_requests',
  431: 'headers_too_large',
  503: 'unavailable',
};

const DETAILS: Record<string, string> = {
  unsupported_media_type: 'Send the body as application/json.',
};

/** Converts any thrown value to the error that the API answers with. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message, error);
  if (isOutage(error)) {
    return unavailable(
      'The service cannot use its database at the moment. Try again shortly.',
      error,
    );
  }
  const status = statusOf(error);
  if (status !== undefined) {
    return ofStatus(status, error instanceof Error ? error.message : '', error);
  }
  const message = 'The server failed. Its log holds the cause under the request id.';
  return new AppError('internal', 500, { message }, { cause: error });
}

export function toProblem({ code, status, details }: AppError): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: details.message,
    ...(details.id !== undefined && { id: details.id }),
    ...(details.errors && { errors: details.errors }),
  };
}

/** Returns the headers that an error adds to its answer, beside the content type. */
export function problemHeaders({ status, details }: AppError): Record<string, string> {
  const { retryAfterSeconds, headers } = details;
  return {
    ...headers,
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(status === 415 && { 'Accept-Encoding': 'gzip' }),
  };
}

/** Logs an error of the server with its cause; an error of the client leaves only its request's line. */
export function logFailure(logger: Logger, requestId: string, error: AppError): void {
  if (error.status < 500) return;
  const err = error.cause ?? error;
  logger.error({ request_id: requestId, code: error.code, err }, 'request failed');
}

/** Returns the status of one of Fastify's own errors where that is an error of the client. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
    ? statusCode
    : undefined;
}

function ofStatus(status: number, text: string, cause: unknown): AppError {
  const code = CODES[status] ?? (status < 500 ? 'bad_request' : 'internal');
  const message = DETAILS[code] ?? (status < 500 ? text : (STATUS_CODES[status] ?? 'Error'));
  return new AppError(code, status, { message }, { cause });
}
