export { AuditLog, actorOf, recordAudit, SYSTEM } from './audit.js';
export { AuthModule } from './auth.module.js';
export { Authenticator } from './authenticator.js';
export { Allow, CurrentPrincipal, CurrentTenant, Public } from './decorators.js';
export { isAllowed } from './principal.js';
export type { Principal, Role } from './principal.js';
export type { Actor } from './audit.js';
export { TenantDirectory } from './tenant-directory.js';
export type { TenantRef } from './tenant-directory.js';
