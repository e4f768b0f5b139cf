export { TenantErasureRunner } from './deletion/tenant-erasure-runner.js';
export { TenantSettingsModule } from './settings/tenant-settings.module.js';
export { TenantErasureModule, TenantsModule } from './tenants.module.js';
