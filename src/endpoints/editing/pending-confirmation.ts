import type { Actor } from '../../auth/index.js';
import { conflict } from '../../common/index.js';
import { PENDING_CONFIRMATION } from '../../model/index.js';
import type { Endpoint } from '../endpoint.entity.js';

/** Roles that may decide where a tenant's data is sent. */
const CONFIRMING_ROLES: readonly string[] = ['tenant', 'admin'];

type Destination = Pick<Endpoint, 'channel' | 'url' | 'sealedUrl'>;

/**
 * Returns whether a change of URL must be confirmed: another role made it, and it leads to another
 * origin. All Slack webhooks share one origin, so any other Slack URL is another destination.
 */
export function needsConfirmation(former: Destination, now: Destination, { role }: Actor): boolean {
  if (CONFIRMING_ROLES.includes(role)) return false;
  if (now.channel === 'slack') return former.url !== now.url || former.sealedUrl !== now.sealedUrl;
  return originOf(former.url) !== originOf(now.url);
}

/** Removes the custom headers and pauses the endpoint, in memory. The caller holds its deliveries. */
export function pauseForConfirmation(endpoint: Endpoint): void {
  Object.assign(endpoint, {
    sealedHeaders: null,
    status: 'paused',
    disabledReason: PENDING_CONFIRMATION,
    releasing: null,
  });
}

/** Throws 409 if the endpoint waits for a confirmation that the actor's role cannot give. */
export function requireConfirmingRole(
  endpoint: Pick<Endpoint, 'disabledReason'>,
  { role }: Actor,
): void {
  if (endpoint.disabledReason !== PENDING_CONFIRMATION || CONFIRMING_ROLES.includes(role)) return;
  const message =
    'Support has moved this endpoint to another URL: a key of the tenant or of the role admin must resume it.';
  throw conflict(PENDING_CONFIRMATION, message);
}

function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}
