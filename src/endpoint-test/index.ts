export { EndpointTestModule } from './endpoint-test.module.js';
