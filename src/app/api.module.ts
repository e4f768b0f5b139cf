import { Module } from '@nestjs/common';
import { InspectionModule } from '../records/index.js';
import { AuthModule } from '../auth/index.js';
import { EventTypesModule } from '../catalogue-api/index.js';
import { EndpointTestModule } from '../endpoint-test/index.js';
import { EndpointsApiModule } from '../endpoints/index.js';
import { ErasureApiModule } from '../erasure/index.js';
import { ExplainModule } from '../explain/index.js';
import { ExportsModule } from '../exports/index.js';
import { IdempotencyModule } from '../idempotency/index.js';
import { PlatformModule } from '../platform/index.js';
import { ProblemsModule } from '../problems/index.js';
import { PublishingApiModule } from '../publishing/index.js';
import { ReasonsModule } from '../reasons/index.js';
import { RedactionApiModule } from '../redaction/index.js';
import { ReplayApiModule } from '../replay/index.js';
import { SearchModule } from '../search/index.js';
import { SignInModule } from '../sign-in/index.js';
import { StatisticsApiModule } from '../statistics/index.js';
import { StreamModule } from '../stream/index.js';
import { SnippetsModule } from '../snippets/index.js';
import { VerifyModule } from '../verify/index.js';
import { TenantSettingsModule, TenantsModule } from '../tenants/index.js';

/** Holds every route of the API. */
@Module({
  imports: [
    AuthModule,
    IdempotencyModule,
    TenantsModule,
    TenantSettingsModule,
    EndpointsApiModule,
    EndpointTestModule,
    EventTypesModule,
    PublishingApiModule,
    InspectionModule,
    SearchModule,
    ExplainModule,
    SignInModule,
    StatisticsApiModule,
    ProblemsModule,
    PlatformModule,
    VerifyModule,
    SnippetsModule,
    ExportsModule,
    ReasonsModule,
    StreamModule,
    RedactionApiModule,
    ErasureApiModule,
    ReplayApiModule,
  ],
})
export class ApiModule {}
