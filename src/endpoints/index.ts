export type { EndpointRef } from './editing/change-endpoint.js';
export { AddressHolds } from './lifecycle/address-holds.js';
export { checkFields, checkPayload, ENDPOINT_RULES } from './editing/check-endpoint.js';
export type { EndpointRules } from './editing/check-endpoint.js';
export { defaultSigning } from './editing/endpoint-writer.js';
export { DefaultEndpoints } from './settings/default-endpoint.service.js';
export type { DefaultEndpoint } from './settings/default-endpoint.service.js';
export { EndpointLifecycle } from './lifecycle/endpoint-lifecycle.js';
export { WarningDto } from './api/endpoint-secret.dto.js';
export type { EndpointDto } from './api/endpoint.dto.js';
export { EndpointsApiModule } from './api/endpoints-api.module.js';
export {
  holdSuspended,
  releaseRestored,
  restoreEndpoints,
  suspendEndpoints,
} from './lifecycle/suspension.js';
export { queueNotice } from './lifecycle/endpoint-notices.js';
export { EndpointsModule } from './endpoints.module.js';
export { Endpoints } from './editing/endpoints.service.js';
export { FanoutEndpoints } from './views/fanout-endpoints.js';
export type { FanoutEndpoint, TenantFanout } from './views/fanout-endpoints.js';
export { isUnset, NotificationEndpoints } from './settings/notification-endpoints.service.js';
export { lastFailure } from './views/last-failure.query.js';
export { signConfirmation } from './recipients/confirmation-token.js';
export { EndpointAddresses } from './secrets/endpoint-addresses.js';
export { SecretStore } from './secrets/secret-store.js';
export { UNCONFIRMED } from './recipients/recipient-rows.js';
export { SendingEndpoints } from './views/sending-endpoints.js';
export type { SendingEndpoint } from './views/sending-endpoints.js';
export type { WebhookSetting } from './settings/webhook-setting.js';
