import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom } from 'rxjs';
import { inScope } from '../common/index.js';
import type { HttpRequest } from '../http/index.js';
import { scopeOf } from './principal.js';
import type { Principal } from './principal.js';

/** What the audit log keeps of the request that an action came with. */
export interface RequestFacts {
  /** Of the socket: addresses in headers are not trusted. */
  address: string | null;
  requestId: string;
  /** The `reason` of the body. */
  reason: string | null;
}

const current = new AsyncLocalStorage<RequestFacts>();

/** Returns the facts of the request that is being handled; undefined outside of requests. */
export function requestFacts(): RequestFacts | undefined {
  return current.getStore();
}

/**
 * Makes the facts of each request known to `recordAudit`, and handles it in the scope of its principal: the statements
 * of a tenant's request reach the rows of this tenant only, whatever its route asks for. Routes that need no key have
 * the scope of the system.
 */
@Injectable()
export class RequestFactsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const request = context.switchToHttp().getRequest<HttpRequest & { principal?: Principal }>();
    const { id, socket, body, url, principal } = request;
    if (!principal && !/^\/(v1|sign-in)\//.test(url)) return next.handle();
    const scope = principal ? scopeOf(principal) : 'system';
    const facts = { address: socket.remoteAddress ?? null, requestId: id, reason: reasonIn(body) };
    const work = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(current.run(facts, () => inScope(scope, work)));
  }
}

function reasonIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('reason' in body)) return null;
  return typeof body.reason === 'string' ? body.reason : null;
}
