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
import { AuditedReads } from './audited-reads.js';
import { AuditedRequests } from './audited-requests.js';
import { AuthGuard, EarlyAdmission } from './auth.guard.js';
import { KeyUsage } from './key-usage.js';
import { KeyWatch } from './key-watch.js';
import { Refusals } from './refusals.js';
import { RequestShares } from './request-shares.js';
import { Sessions } from './sessions.js';
import { TenantDirectory } from './tenant-directory.js';
import { WholeAudit } from './whole-audit.service.js';

/** Puts a guard before every route of the application. Needs settings, log, metrics and database. */
@Global()
@Module({
  imports: [AuditChainModule, RateLimitsModule, TypeOrmModule.forFeature([ApiKey, AuditEntry])],
  controllers: [ApiKeysController, TenantKeysController, AuditController, WholeAuditController],
  providers: [
    Admission,
    ApiKeys,
    AuditLog,
    AuditedReads,
    Authenticator,
    EarlyAdmission,
    KeyUsage,
    KeyWatch,
    Refusals,
    Sessions,
    TenantDirectory,
    WholeAudit,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_INTERCEPTOR, useClass: AuditedRequests },
    { provide: APP_INTERCEPTOR, useClass: RequestShares },
  ],
  exports: [
    Admission,
    AuditLog,
    AuditedReads,
    Authenticator,
    KeyWatch,
    Refusals,
    Sessions,
    TenantDirectory,
  ],
})
export class AuthModule {}
