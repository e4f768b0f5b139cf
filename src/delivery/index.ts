export { Deliverer } from './deliverer.service.js';
export { DeliveryModule } from './delivery.module.js';
export { PreparedEndpoints, endpointFor } from './delivery-inputs.js';
export { Dispatcher } from './dispatcher.service.js';
export { DispatchModule } from './dispatch.module.js';
