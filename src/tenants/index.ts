export { TenantSettingsModule } from './settings/tenant-settings.module.js';
export { TenantsModule } from './tenants.module.js';
