export type { ClaimedDelivery } from './claimed-delivery.js';
export { Deliverer } from './deliverer.service.js';
export { DeliveryModule } from './delivery.module.js';
export { EndpointTestModule } from './endpoint-test/endpoint-test.module.js';
export type { EventToSend } from './events-to-send.js';
export type { PreparedEndpoint } from './prepared-endpoints.js';
export { checkNameServers } from './transport/index.js';
export type { NamesCheck, NameServerCheck } from './transport/index.js';
