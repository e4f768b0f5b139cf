export { EndpointMonitorModule } from './endpoint-monitor.module.js';
export { EndpointMonitor } from './endpoint-monitor.service.js';
