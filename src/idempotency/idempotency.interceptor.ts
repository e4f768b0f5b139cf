import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom, map } from 'rxjs';
import type { HttpReply, HttpRequest } from '../http/index.js';
import { parseIdempotencyKey } from './idempotency-key.js';
import { RequestKeys } from './request-keys.js';
import type { KeyedRequest } from './request-keys.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer holds a secret that is shown only once, so it is not stored for a repetition. */
    showsSecret?: true;
    /** The handler reads `Idempotency-Key` itself. */
    ownIdempotency?: true;
  }
}

/** Applies the header `Idempotency-Key` to every POST of the API that does not read it itself. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly keys: RequestKeys) {}

  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const { url, config } = request.routeOptions;
    const header = request.headers['idempotency-key'];
    const isOurs = request.method === 'POST' && url?.startsWith('/v1/') === true;
    if (header === undefined || !isOurs || config.ownIdempotency) return next.handle();
    const key = parseIdempotencyKey(header) ?? '';
    const work = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.keys.once(keyedRequest(request, key), work)).pipe(
      map(({ answer, isReplayed }) => {
        if (isReplayed) http.getResponse<HttpReply>().header('Idempotency-Replayed', 'true');
        return answer;
      }),
    );
  }
}

function keyedRequest(request: HttpRequest, key: string): KeyedRequest {
  const { caller } = request;
  const { url = '', config } = request.routeOptions;
  const { tenant: _, ...params } = request.params as Record<string, string>;
  return {
    key,
    tenantId: request.tenantId ?? null,
    route: JSON.stringify([url, params]),
    caller: JSON.stringify([caller?.role, caller?.signedIn?.sessionId]),
    body: request.body,
    showsSecret: config.showsSecret === true,
  };
}
