import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom } from 'rxjs';
import { forStaff, Shares } from '../common/index.js';
import type { HttpReply, HttpRequest } from '../http/index.js';
import type { AuthenticatedRequest } from './admission.js';
import { ownTenantId } from './principal.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent: the request is answered as fast as the database allows. */
    takes?: 'its time' | 'a file';
  }
}

const PATIENCE_MS = 10_000;

/**
 * Bounds what one tenant, or one member of staff, lets a process do at once, on every route but those that publish. Of
 * what is more, some waits for its turn; the rest is refused with 429 `too_many_at_once`.
 */
@Injectable()
export class RequestShares implements NestInterceptor {
  /** Fewer than an owner has connections of the pool, so that a request that needs two of them gets both. */
  private readonly requests = new Shares({ running: 4, waiting: 200, patienceMs: PATIENCE_MS });
  /** They wait for a receiver or for an event, and need a connection for moments only. */
  private readonly waits = new Shares({ running: 100, waiting: 0, patienceMs: PATIENCE_MS });
  /** They are read from the database while the client takes them. */
  private readonly files = new Shares({ running: 2, waiting: 2, patienceMs: PATIENCE_MS });

  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest & AuthenticatedRequest>();
    const { principal, routeOptions } = request;
    const { takes, unlimited } = routeOptions.config;
    if (!principal || unlimited) return next.handle();
    const work = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    const tenantId = ownTenantId(principal);
    const owner = tenantId ?? principal.signedIn?.sessionId ?? principal.keyId ?? 'bootstrap';
    const inShare = tenantId === null ? () => forStaff(owner, work) : work;
    if (takes === 'a file')
      return from(this.untilSent(http.getResponse<HttpReply>(), owner, inShare));
    return from(during(takes === undefined ? this.requests : this.waits, owner, inShare));
  }

  private async untilSent(
    { raw }: HttpReply,
    owner: string,
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    const end = await this.files.acquire(owner);
    if (raw.closed || raw.destroyed) end();
    else raw.once('close', end);
    return work();
  }
}

async function during(
  shares: Shares,
  owner: string,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const end = await shares.acquire(owner);
  try {
    return await work();
  } finally {
    end();
  }
}
