export { EndpointWatchModule } from './endpoint-watch.module.js';
export { EndpointWatch } from './endpoint-watch.service.js';
