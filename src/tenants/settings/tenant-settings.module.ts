import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EndpointsApiModule } from '../../endpoints/index.js';
import { Tenant } from '../tenant.entity.js';
import { TenantSettingsController } from './tenant-settings.controller.js';
import { TenantSettings } from './tenant-settings.service.js';

/** `…/settings`, for processes that serve the API. Needs settings, database, catalogue and auth. */
@Module({
  imports: [TypeOrmModule.forFeature([Tenant]), EndpointsApiModule],
  controllers: [TenantSettingsController],
  providers: [TenantSettings],
})
export class TenantSettingsModule {}
