import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';
import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiProperty, ApiExtension } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { PLAIN_TEXT, invalid } from '../common/index.js';
import type { ErrorCode } from '../common/index.js';
import type { HttpRequest } from './request.js';
import { notAnObject, unknownField, withoutReason } from './validation.pipe.js';

/**
 * Sets options of a route that Fastify's hooks read before the body is read. On a class they hold for
 * every method that does not set its own.
 */
export function RouteOptions(options: FastifyContextConfig): MethodDecorator & ClassDecorator {
  return (target: object, _name?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (descriptor) return addOptions(descriptor.value as object, options);
    const { prototype } = target as { prototype: object };
    for (const method of Object.values(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof method.value === 'function') addOptions(method.value as object, options);
    }
  };
}

/** Keeps existing options, because the decorators of methods run before that of their class. */
function addOptions(handler: object, options: FastifyContextConfig): void {
  const present = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as object | undefined;
  Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...options, ...present }, handler);
}

/** Requires a line of `PLAIN_TEXT` of 1 to `maxLength` characters. */
export function IsLabel(maxLength: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minLength: 1, maxLength }),
    IsString(),
    MinLength(1),
    MaxLength(maxLength),
    Matches(PLAIN_TEXT, {
      message: '$property must not be blank or contain control characters or lone surrogates',
    }),
  );
}

/**
 * Marks a route that reads no body but the `reason` of the audit log. A body with other fields is answered with 422.
 */
export function NoBody(): MethodDecorator {
  return UseInterceptors(RefuseFields);
}

class RefuseFields implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const body = context.switchToHttp().getRequest<HttpRequest>().body ?? {};
    if (typeof body !== 'object' || Array.isArray(body)) throw notAnObject();
    const fields = Object.keys(withoutReason(body));
    if (fields.length > 0) throw invalid(fields.map((name) => unknownField([name])));
    return next.handle();
  }
}

/**
 * Names the errors of a route beside those that every route of its kind answers with (401, 403, 404,
 * 422, …), for the OpenAPI document.
 *
 * @example
 * `@AnswersWith('attempt_in_flight', 'already_settled')`
 */
export const AnswersWith = (...codes: ErrorCode[]): MethodDecorator & ClassDecorator =>
  ApiExtension('x-error-codes', codes);
