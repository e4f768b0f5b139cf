import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom } from 'rxjs';
import { asSystem, inScope } from '../common/index.js';
import type { HttpRequest } from '../http/index.js';
import type { AuthenticatedRequest } from './admission.js';
import { scopeOf } from './principal.js';
import { Refusals } from './refusals.js';
import { reasonIn, withFacts } from './request-facts.js';

/**
 * Makes the facts of each request known to `recordAudit`, notes the requests that their handlers refuse, and handles
 * them in the scope of their principal: the statements of a tenant's request reach the rows of this tenant only,
 * whatever its route asks for. Routes that need no key have the scope of the system.
 */
@Injectable()
export class AuditedRequests implements NestInterceptor {
  constructor(@Inject(Refusals) private readonly refusals: Refusals) {}

  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const request = context.switchToHttp().getRequest<HttpRequest & AuthenticatedRequest>();
    const { id, socket, body, url, routeOptions, principal } = request;
    if (!principal && !/^\/(v1|sign-in|confirm)\//.test(url)) {
      return from(asSystem(() => lastValueFrom(next.handle(), { defaultValue: undefined })));
    }
    const facts = { address: socket.remoteAddress ?? null, requestId: id, reason: reasonIn(body) };
    const work = async (): Promise<unknown> => {
      try {
        return await lastValueFrom(next.handle(), { defaultValue: undefined });
      } catch (error) {
        this.refusals.noteRequest(request, error, routeOptions.url);
        throw error;
      }
    };
    const scope = principal ? scopeOf(principal) : 'system';
    return from(withFacts(facts, () => inScope(scope, work)));
  }
}
