export { AuditLog, actorOf, recordAudit, SYSTEM } from './audit.js';
export { AuthModule } from './auth.module.js';
export { Authenticator } from './authenticator.js';
export {
  Admission,
  Allow,
  CurrentPrincipal,
  CurrentTenant,
  principalOf,
  Public,
} from './admission.js';
export type { AuthenticatedRequest } from './admission.js';
export { isAllowed } from './authenticator.js';
export type { Principal, Role } from './authenticator.js';
export type { Actor } from './audit.js';
export { TenantDirectory } from './tenant-directory.js';
export type { TenantRef } from './tenant-directory.js';
