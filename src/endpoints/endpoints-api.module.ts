import { Module } from '@nestjs/common';
import { CATALOGUE } from '../catalogue/index.js';
import { SETTINGS } from '../config/index.js';
import { DefaultEndpoints } from './default-endpoint.service.js';
import { EndpointEditor } from './endpoint-editor.js';
import { EndpointLifecycleController } from './endpoint-lifecycle.controller.js';
import { ENDPOINT_RULES, endpointRules } from './endpoint-rules.js';
import { EndpointSecretsController } from './endpoint-secrets.controller.js';
import { EndpointSecrets } from './endpoint-secrets.service.js';
import { EndpointViews } from './endpoint-views.js';
import { EndpointWriter } from './endpoint-writer.js';
import { EndpointsController } from './endpoints.controller.js';
import { EndpointsModule } from './endpoints.module.js';
import { Endpoints } from './endpoints.service.js';
import { NotificationEndpoints } from './notification-endpoints.service.js';
import { SecretStore } from './secret-store.js';

/** The routes of endpoints, for processes that serve the API. Needs settings, database, catalogue and auth. */
@Module({
  imports: [EndpointsModule],
  controllers: [EndpointsController, EndpointSecretsController, EndpointLifecycleController],
  providers: [
    { provide: ENDPOINT_RULES, inject: [SETTINGS, CATALOGUE], useFactory: endpointRules },
    DefaultEndpoints,
    NotificationEndpoints,
    EndpointEditor,
    EndpointWriter,
    Endpoints,
    EndpointSecrets,
    EndpointViews,
    SecretStore,
  ],
  exports: [DefaultEndpoints, Endpoints, NotificationEndpoints],
})
export class EndpointsApiModule {}
