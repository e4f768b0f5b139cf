import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { AuthenticatedRequest } from './authenticated-request.js';
import { Authenticator } from './authenticator.js';
import type { Principal } from './principal.js';

/** Asks for the key before a body is read, so that a stranger's eight megabytes cost nothing. */
@Injectable()
export class EarlyAuthentication implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request: AuthenticatedRequest, _reply, done) => {
      if (request.is404 || request.routeOptions.url?.startsWith('/v1/') !== true) return done();
      try {
        const known = this.authenticator.authenticate(request.headers.authorization);
        if (known instanceof Promise) return void attachLater(request, known, done);
        attach(request, known);
        done();
      } catch (error) {
        done(error as Error);
      }
    });
  }
}

function attach(request: AuthenticatedRequest, principal: Principal): void {
  request.principal = principal;
  request.caller = principal;
}

async function attachLater(
  request: AuthenticatedRequest,
  known: Promise<Principal>,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    attach(request, await known);
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}
