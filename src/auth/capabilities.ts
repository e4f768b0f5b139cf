import { AppError } from '../common/index.js';
import { CAPABILITIES } from './principal.js';
import type { Capability, Principal } from './principal.js';

/** Throws 403 where a session, which may be limited to less than its role, lacks what a route needs. */
export function requireCapabilities(
  { capabilities = CAPABILITIES }: Principal,
  method: string | undefined,
  capability: Capability | 'none' | undefined,
): void {
  if (capability === 'none') return;
  const isRead = method === 'GET' || method === 'HEAD';
  const needed = capability ? [capability] : isRead ? (['view'] as const) : CAPABILITIES;
  const missing = needed.find((one) => !capabilities.includes(one));
  if (missing !== undefined) throw capabilityMissing(missing);
}

/** Throws 403 where a session lacks a capability, for a part of a request that needs more than its route. */
export function requireCapability({ capabilities }: Principal, capability: Capability): void {
  if (capabilities?.includes(capability) === false) throw capabilityMissing(capability);
}

function capabilityMissing(capability: Capability): AppError {
  const message = `This session may not do this: its link was made without the capability '${capability}'.`;
  return new AppError('capability_missing', 403, { message });
}
