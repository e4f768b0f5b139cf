import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { EndpointsApiModule } from '../endpoints/index.js';
import { PublishingApiModule } from '../publishing/index.js';
import { TenantsModule } from '../tenants/index.js';

/** Every route of the API. */
@Module({ imports: [AuthModule, TenantsModule, EndpointsApiModule, PublishingApiModule] })
export class ApiModule {}
