export { Deliverer } from './deliverer.service.js';
export { DeliveryModule } from './delivery.module.js';
export { Dispatcher } from './dispatcher.service.js';
export { DispatchModule } from './dispatch.module.js';
export { endpointFor } from './plan-requests.js';
export { PreparedEndpoints } from './request-planner.service.js';
