import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Admission, ALLOW, PUBLIC } from './admission.js';
import type { AuthenticatedRequest } from './admission.js';
import type { Role } from './principal.js';

/**
 * Asks for key, scope and role before a body is read, so that the eight megabytes of a caller who
 * may not send them cost nothing.
 */
@Injectable()
export class EarlyAdmission implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      const { url, config } = request.routeOptions;
      if (request.is404 || url?.startsWith('/v1/') !== true) return done();
      try {
        const waiting = this.admission.admit(request, config);
        if (!waiting) return done();
        void settle(waiting, done);
      } catch (error) {
        done(error as Error);
      }
    });
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
    const allow = this.reflector.getAllAndOverride<(Role | 'any')[] | undefined>(ALLOW, targets);
    await this.admission.admit(request, { ...(allow && { allow }) });
    return true;
  }
}
