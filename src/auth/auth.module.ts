import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RateLimitsModule } from '../rate-limits/index.js';
import { Admission, Authenticator } from './admission.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeysController, TenantKeysController } from './api-keys.controller.js';
import { ApiKeys } from './api-keys.service.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditController, WholeAuditController } from './audit.controller.js';
import { AuditChainModule } from './audit-chain.js';
import { AuditLog } from './audit.js';
import { AuthGuard, EarlyAdmission } from './auth.guard.js';
import { KeyUsage } from './key-usage.js';
import { KeyWatch } from './key-watch.js';
import { RefusedSignIns } from './refused-sign-ins.js';
import { RequestFactsInterceptor } from './request-facts.js';
import { Sessions } from './sessions.js';
import { TenantDirectory } from './tenant-directory.js';

/** Puts a guard before every route of the application. Needs settings, log, metrics and database. */
@Global()
@Module({
  imports: [AuditChainModule, RateLimitsModule, TypeOrmModule.forFeature([ApiKey, AuditEntry])],
  controllers: [ApiKeysController, TenantKeysController, AuditController, WholeAuditController],
  providers: [
    Admission,
    ApiKeys,
    AuditLog,
    Authenticator,
    EarlyAdmission,
    KeyUsage,
    KeyWatch,
    RefusedSignIns,
    Sessions,
    TenantDirectory,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestFactsInterceptor },
  ],
  exports: [
    Admission,
    AuditLog,
    Authenticator,
    KeyWatch,
    RefusedSignIns,
    Sessions,
    TenantDirectory,
  ],
})
export class AuthModule {}
