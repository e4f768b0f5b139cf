export { AuditLog, recordAudit, SYSTEM } from './audit.js';
export { AuditChain, AuditChainModule } from './audit-chain.js';
export { verifyAudit } from './verify-audit.js';
export type { AuditQuery, ChainReport } from './verify-audit.js';
export { AuthModule } from './auth.module.js';
export {
  Admission,
  Authenticator,
  hashKey,
  principalOf,
  requireCapability,
  tenantOf,
} from './admission.js';
export { Allow, CurrentPrincipal, CurrentTenant, Public } from './route-access.js';
export type { AuthenticatedRequest } from './admission.js';
export { actorOf, CAPABILITIES, capabilitiesOf, scopeOf } from './principal.js';
export type { Actor, Capability, Person, Principal, Role, SignedIn } from './principal.js';
export { csrfTokenOf, requireOwnOrigin } from './session-cookie.js';
export { IDLE_MINUTES, SESSION_END, Sessions } from './sessions.js';
export { KeyUsage } from './key-usage.js';
export { KeyWatch } from './key-watch.js';
export { requestFacts } from './request-facts.js';
export { RefusedSignIns } from './refused-sign-ins.js';
export { readsSecrets, SEES_ALL, seesAddresses, seesPersonalData } from './visibility.js';
export type { Reader } from './visibility.js';
export { TenantDirectory } from './tenant-directory.js';
export type { TenantRef } from './tenant-directory.js';
