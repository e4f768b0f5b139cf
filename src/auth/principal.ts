import { publicId } from '../common/index.js';
import type { Scope } from '../common/index.js';

/** The role of a key; each route names its lowest roles. */
export type Role = 'admin' | 'publisher' | 'support' | 'tenant' | 'viewer';

/** What a session may do within its role. */
export const CAPABILITIES = [
  'view',
  'endpoints.write',
  'secrets.read',
  'secrets.write',
  'test',
  'deliveries.write',
  'payloads.read',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** The person behind a session, as the backend that made its link or the identity provider names it. */
export interface Person {
  id: string;
  name: string | null;
}

/** How a session was begun. */
export interface SignedIn {
  /** UUID of the session. */
  sessionId: string;
  /** UUID of the link that it was begun with; null: with a key or by the identity provider. */
  linkId: string | null;
  person: Person | null;
}

/** The caller of a request. */
export interface Principal {
  /** UUID of the API key, of a session the one that it was begun with; null for the bootstrap admin key, or none. */
  keyId: string | null;
  role: Role;
  /** UUIDs of the tenants in scope; null: all tenants. */
  tenantIds: readonly string[] | null;
  /** What it may do; absent: everything that its role may. */
  capabilities?: readonly Capability[];
  /** Absent: the request came with an API key. */
  signedIn?: SignedIn;
}

/** Returns whether a principal belongs to a tenant: its keys and the sessions of its people. */
export function isOfTenant({ role }: Pick<Principal, 'role'>): boolean {
  return role === 'tenant' || role === 'viewer';
}

/** Returns the tenant (a UUID) that a principal belongs to; null: none. */
export function ownTenantId(principal: Pick<Principal, 'role' | 'tenantIds'>): string | null {
  return isOfTenant(principal) ? (principal.tenantIds?.[0] ?? null) : null;
}

/** Returns whether a tenant (a UUID) lies within the key's scope. */
export function reaches(principal: Principal, tenantId: string): boolean {
  return principal.tenantIds === null || principal.tenantIds.includes(tenantId);
}

/**
 * Returns whose rows the statements of a principal's requests may reach. Keys of publishers, which only publish, share
 * their statements with those of other tenants, so that a publisher of some tenants is not limited in the database.
 */
export function scopeOf(principal: Principal): Scope {
  if (!isOfTenant(principal)) return 'system';
  const [tenantId, ...others] = principal.tenantIds ?? [];
  if (tenantId === undefined || others.length > 0) throw new Error('A tenant has one scope.');
  return { tenantId };
}

/** Returns whether a principal has a capability. Its role is checked apart from it. */
export function isCapable(
  { capabilities }: Pick<Principal, 'capabilities'>,
  capability: Capability,
): boolean {
  return capabilities === undefined || capabilities.includes(capability);
}

/** Returns the capabilities that a role has where nothing takes some of them away. */
export function capabilitiesOf(role: Role): readonly Capability[] {
  return role === 'viewer' ? ['view', 'payloads.read'] : CAPABILITIES;
}

/** The author of a change: an API key, the bootstrap key, a person who has signed in, or the service itself. */
export interface Actor {
  /** `key_…`, `lnk_…` of a sign-in link, `person:…` of the identity provider, `bootstrap` or `system`. */
  id: string;
  role: string;
  /** Of a session: the session, its link and its person, for the audit log. */
  signedIn?: Readonly<Record<string, string>>;
}

/** Returns the actor of a request. */
export function actorOf({ keyId, role, signedIn }: Principal): Actor {
  const key = keyId === null ? 'bootstrap' : publicId('apiKey', keyId);
  if (!signedIn) return { id: key, role };
  const { sessionId, linkId, person } = signedIn;
  const link = linkId === null ? undefined : publicId('link', linkId);
  const isOfKey = link === undefined && person === null;
  return {
    id: link ?? (isOfKey ? key : `person:${person?.id}`),
    role,
    signedIn: {
      session_id: publicId('session', sessionId),
      ...(link !== undefined && { link_id: link }),
      ...(person && { person_id: person.id }),
      ...(person?.name != null && { person_name: person.name }),
    },
  };
}
