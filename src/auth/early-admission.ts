import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Admission } from './admission.js';
import type { AuthenticatedRequest } from './authenticated-request.js';

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
    fastify.addHook('onRequest', (request: AuthenticatedRequest, _reply, done) => {
      const { url, config } = request.routeOptions;
      if (request.is404 || url?.startsWith('/v1/') !== true) return done();
      try {
        const admitted = this.admission.admit(request, config.allow ?? []);
        if (admitted === true) return done();
        void settle(admitted, done);
      } catch (error) {
        done(error as Error);
      }
    });
  }
}

async function settle(admitted: Promise<true>, done: (error?: Error) => void): Promise<void> {
  try {
    await admitted;
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}
