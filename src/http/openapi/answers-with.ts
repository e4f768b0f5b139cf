import { ApiExtension } from '@nestjs/swagger';
import type { ErrorCode } from '../../common/index.js';

/**
 * Names the errors of a route beside those that every route of its kind answers with (401, 403, 404,
 * 422, …), for the OpenAPI document.
 *
 * @example
 * `@AnswersWith('attempt_in_flight', 'already_settled')`
 */
export const AnswersWith = (...codes: ErrorCode[]): MethodDecorator & ClassDecorator =>
  ApiExtension('x-error-codes', codes);
