export { AuditLog, actorOf, recordAudit, SYSTEM } from './audit.js';
export { AuditChain, AuditChainModule } from './audit-chain.js';
export { verifyAudit } from './verify-audit.js';
export type { AuditQuery, ChainReport } from './verify-audit.js';
export { AuthModule } from './auth.module.js';
export {
  Admission,
  Allow,
  Authenticator,
  CurrentPrincipal,
  CurrentTenant,
  principalOf,
  Public,
  tenantOf,
} from './admission.js';
export type { AuthenticatedRequest } from './admission.js';
export type { Principal, Role } from './principal.js';
export type { Actor } from './audit.js';
export { KeyUsage } from './key-usage.js';
export { KeyWatch } from './key-watch.js';
export { RefusedSignIns } from './refused-sign-ins.js';
export { readsSecrets, SEES_ALL, seesAddresses, seesPersonalData } from './visibility.js';
export type { Reader } from './visibility.js';
export { TenantDirectory } from './tenant-directory.js';
export type { TenantRef } from './tenant-directory.js';
