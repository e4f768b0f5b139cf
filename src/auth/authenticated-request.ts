import type { HttpRequest } from '../http/index.js';
import type { Principal } from './principal.js';
import type { TenantRef } from './tenant-directory.js';

/** What authentication leaves on a request. */
export interface AuthenticatedRequest extends HttpRequest {
  principal?: Principal;
  tenant?: TenantRef;
  /** Key, scope and role of the route have been checked. */
  isAdmitted?: true;
}
