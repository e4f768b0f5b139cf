import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantDeletionsController } from './deletion/tenant-deletions.controller.js';
import { TenantDeletions } from './deletion/tenant-deletions.service.js';
import { TenantErasureRunner } from './deletion/tenant-erasure-runner.js';
import { Tenant } from './tenant.entity.js';
import { TenantsController } from './tenants.controller.js';
import { Tenants } from './tenants.service.js';

/** The routes of tenants. Needs database and auth. */
@Module({
  imports: [TypeOrmModule.forFeature([Tenant])],
  controllers: [TenantsController, TenantDeletionsController],
  providers: [Tenants, TenantDeletions],
})
export class TenantsModule {}

/** Provides `TenantErasureRunner`, not yet started. */
@Module({ providers: [TenantErasureRunner], exports: [TenantErasureRunner] })
export class TenantErasureModule {}
