import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimits } from '../rate-limits/index.js';
import { Admission } from './admission.js';
import type { Allowed, AuthenticatedRequest } from './admission.js';
import type { Capability } from './principal.js';
import { ALLOW, PUBLIC } from './route-access.js';

/**
 * Asks for key, scope and role before a body is read, so that the eight megabytes of a caller who
 * may not send them cost nothing. Counts requests that need no key by their address.
 */
@Injectable()
export class EarlyAdmission implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request: FastifyRequest & AuthenticatedRequest, reply, done) => {
      const end = (error?: Error): void => {
        if (request.answerHeaders) reply.headers(request.answerHeaders);
        done(error);
      };
      try {
        const waiting = this.admit(request);
        if (!waiting) return end();
        void settle(waiting, end);
      } catch (error) {
        end(error as Error);
      }
    });
  }

  private admit(request: FastifyRequest & AuthenticatedRequest): void | Promise<void> {
    const { url, config } = request.routeOptions;
    const isKnown = !request.is404 && url !== undefined;
    if (isKnown && url.startsWith('/v1/') && !config.isPublic) {
      return this.admission.admit(request, config);
    }
    // Probes and scrapes come from the operator's own machines.
    if (isKnown && /^\/(health\/|metrics$)/.test(url)) return;
    if (isKnown && config.unlimited) return;
    return this.count(request);
  }

  private async count(request: AuthenticatedRequest): Promise<void> {
    request.answerHeaders = await this.limits.ofAddress(request.socket.remoteAddress);
  }
}

async function settle(waiting: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await waiting;
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

interface Rules {
  allow: Allowed[];
  capability?: Capability | 'none';
}

/** Refuses whatever has not been admitted before its body was read. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.isAdmitted === true) return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(PUBLIC, targets)) return true;
    const rules = this.reflector.getAllAndOverride<Rules | undefined>(ALLOW, targets);
    await this.admission.admit(request, rules ?? {});
    return true;
  }
}
