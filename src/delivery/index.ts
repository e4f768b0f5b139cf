export type { ClaimedDelivery } from './claimed-delivery.js';
export { Deliverer } from './deliverer.service.js';
export { DeliveryModule } from './delivery.module.js';
export type { EventToSend } from './events-to-send.js';
export { PreparedEndpoints, endpointFor } from './prepared-endpoints.js';
export type { PreparedEndpoint } from './prepared-endpoints.js';
