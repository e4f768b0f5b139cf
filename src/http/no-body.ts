import { UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { invalid } from '../common/index.js';
import type { HttpRequest } from './request.js';
import { notAnObject, unknownField } from './validation.pipe.js';

/** Marks a route that reads no body: one that is sent all the same must be an empty object, else 422. */
export function NoBody(): MethodDecorator {
  return UseInterceptors(RefuseFields);
}

class RefuseFields implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const body = context.switchToHttp().getRequest<HttpRequest>().body ?? {};
    if (typeof body !== 'object' || Array.isArray(body)) throw notAnObject();
    const fields = Object.keys(body);
    if (fields.length > 0) throw invalid(fields.map((name) => unknownField([name])));
    return next.handle();
  }
}
