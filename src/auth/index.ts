export { AuditLog } from './audit.js';
export { AuthModule } from './auth.module.js';
export { Authenticator } from './authenticator.js';
export { Allow, CurrentPrincipal, CurrentTenant, Public } from './decorators.js';
export type { Principal, Role } from './principal.js';
export { actorOf, recordAudit, SYSTEM } from './record-audit.js';
export type { Actor } from './record-audit.js';
export { TenantDirectory } from './tenant-directory.js';
export type { TenantRef } from './tenant-directory.js';
