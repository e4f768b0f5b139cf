import type { Actor } from '../../auth/index.js';
import { conflict } from '../../common/index.js';
import { PENDING_CONFIRMATION } from '../../model/index.js';
import type { Endpoint } from '../endpoint.entity.js';

/** Roles that answer for where a tenant's data goes. */
const DECIDING_ROLES: readonly string[] = ['tenant', 'admin'];

type Destination = Pick<Endpoint, 'channel' | 'url' | 'sealedUrl'>;

/**
 * Whether the change must be confirmed: it was made by a role that does not decide where the tenant's
 * data goes, and leads to another origin. A Slack URL is one workspace's as a whole, so that any other
 * URL is another destination.
 */
export function needsConfirmation(former: Destination, now: Destination, { role }: Actor): boolean {
  if (DECIDING_ROLES.includes(role)) return false;
  if (now.channel === 'slack') return former.url !== now.url || former.sealedUrl !== now.sealedUrl;
  return originOf(former.url) !== originOf(now.url);
}

/** Takes the custom headers away and pauses the endpoint, in memory; deliveries are to be held. */
export function awaitConfirmation(endpoint: Endpoint): void {
  Object.assign(endpoint, {
    sealedHeaders: null,
    status: 'paused',
    disabledReason: PENDING_CONFIRMATION,
    releasing: null,
  });
}

/** Throws 409 where the endpoint waits for a word that the actor's role cannot give. */
export function requireDecider(endpoint: Pick<Endpoint, 'disabledReason'>, { role }: Actor): void {
  if (endpoint.disabledReason !== PENDING_CONFIRMATION || DECIDING_ROLES.includes(role)) return;
  const message =
    'Support has moved this endpoint to another URL: a key of the tenant or of the role admin must resume it.';
  throw conflict(PENDING_CONFIRMATION, message);
}

function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}
