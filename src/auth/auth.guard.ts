import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Admission } from './admission.js';
import type { AuthenticatedRequest } from './authenticated-request.js';
import { ALLOW, PUBLIC } from './decorators.js';
import type { Role } from './principal.js';

/** Refuses whatever has not been admitted before its body was read. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.isAdmitted === true) return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(PUBLIC, targets)) return true;
    const who = this.reflector.getAllAndOverride<(Role | 'any')[] | undefined>(ALLOW, targets);
    return this.admission.admit(request, who ?? []);
  }
}
