import { Module } from '@nestjs/common';
import { AllEndpointsController } from './all-endpoints.controller.js';
import { CATALOGUE } from '../../catalogue/index.js';
import { SETTINGS } from '../../config/index.js';
import { DefaultEndpoints } from '../settings/default-endpoint.service.js';
import { EndpointEditor } from '../editing/endpoint-editor.js';
import { EndpointLifecycleController } from './endpoint-lifecycle.controller.js';
import { ENDPOINT_RULES, endpointRules } from '../editing/check-endpoint.js';
import { EndpointSecretsController } from './endpoint-secrets.controller.js';
import { EndpointSecrets } from '../secrets/endpoint-secrets.service.js';
import { EndpointViews } from '../views/endpoint-views.js';
import { EndpointWriter } from '../editing/endpoint-writer.js';
import { EndpointsController } from './endpoints.controller.js';
import { EndpointsModule } from '../endpoints.module.js';
import { Endpoints } from '../editing/endpoints.service.js';
import { NotificationEndpoints } from '../settings/notification-endpoints.service.js';
import { ConfirmationController } from '../recipients/confirmation.controller.js';
import { RecipientsController } from '../recipients/recipients.controller.js';
import { Recipients } from '../recipients/recipients.service.js';
import { SecretStore } from '../secrets/secret-store.js';

/** The routes of endpoints, for processes that serve the API. Needs settings, database, catalogue and auth. */
@Module({
  imports: [EndpointsModule],
  controllers: [
    AllEndpointsController,
    EndpointsController,
    EndpointSecretsController,
    EndpointLifecycleController,
    RecipientsController,
    ConfirmationController,
  ],
  providers: [
    { provide: ENDPOINT_RULES, inject: [SETTINGS, CATALOGUE], useFactory: endpointRules },
    DefaultEndpoints,
    NotificationEndpoints,
    EndpointEditor,
    EndpointWriter,
    Endpoints,
    EndpointSecrets,
    EndpointViews,
    Recipients,
    SecretStore,
  ],
  exports: [DefaultEndpoints, ENDPOINT_RULES, Endpoints, NotificationEndpoints, SecretStore],
})
export class EndpointsApiModule {}
