import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Tenant } from './tenant.entity.js';
import { TenantsController } from './tenants.controller.js';
import { Tenants } from './tenants.service.js';

/** The routes of tenants. Needs database and auth. */
@Module({
  imports: [TypeOrmModule.forFeature([Tenant])],
  controllers: [TenantsController],
  providers: [Tenants],
})
export class TenantsModule {}
