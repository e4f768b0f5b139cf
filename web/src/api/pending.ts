import type { components } from './schema';

/** Shapes of routes that docs/openapi.json does not have yet. */

export interface Session {
  role: 'admin' | 'support' | 'tenant' | 'viewer' | 'publisher';
  tenant: { id: string; name: string; external_id: string | null } | null;
  person: { id: string; name: string } | null;
  capabilities: string[];
  csrf_token: string;
  theme: 'light' | 'dark' | 'auto' | null;
  hide_navigation: boolean;
  next: string | null;
  expires_at: string;
  idle_expires_at: string;
  /** Only where no cookie can be kept: the page holds it in memory. */
  session_token?: string;
}

export interface SignInOptions {
  /** `problem` says why it cannot be used at the moment. */
  oidc: { name: string; problem: string | null } | null;
}

export interface EvidenceLink {
  kind: 'event' | 'delivery' | 'endpoint' | 'audit' | 'rejected' | 'tenant';
  id: string;
  tenant_id: string | null;
}

export interface Explanation {
  kind: string;
  id: string | null;
  tenant_id: string | null;
  tenant_name: string | null;
  verdict:
    'delivered' | 'waiting' | 'failed' | 'held' | 'not_sent' | 'refused' | 'unknown' | 'ambiguous';
  title: string;
  /** A paragraph for the ticket. */
  answer: string;
  /** Empty where there is nothing to do. */
  remedy: string;
  reason: string | null;
  docs_url: string | null;
  evidence: { label: string; value: string; at: string | null; link: EvidenceLink | null }[];
  others: components['schemas'][`${'Event' | 'Delivery' | 'Rejected' | 'Endpoint' | 'Tenant'}Hit`][];
}

export interface Verification {
  verdict: string;
  explanation: string;
}

export interface HealthRow {
  tenant_id: string;
  tenant_name: string;
  external_id: string | null;
  oldest_undelivered_seconds: number | null;
  failure_rate: number | null;
  backlog: number;
  held: number;
  endpoints: number;
  endpoints_failing: number;
  endpoints_disabled: number;
  breakers_open: number;
}

export interface Platform {
  as_of: string;
  version: string;
  queue: {
    tenant_id: string;
    tenant_name: string;
    lane: string;
    queued: number;
    due: number;
    oldest_age_seconds: number | null;
  }[];
  workers: {
    id: string;
    roles: string[] | string;
    version: string;
    started_at: string;
    last_seen_at: string;
    in_flight: number;
  }[];
  database: {
    version: string;
    size_bytes: number;
    connections: number;
    max_connections: number;
    partitions: {
      table: string;
      name: string;
      size_bytes: number;
      from: string | null;
      to: string | null;
      drops_at: string | null;
    }[];
    dead_rows: { table: string; live: number; dead: number }[];
  };
  redis: { mode: 'redis' | 'in_process'; reachable: boolean; detail: string | null };
  mail: { configured: boolean; host: string | null };
  egress_errors: { host: string; class: string; count: number; last_at: string }[];
  configuration: { name: string; value: string | null; source: string }[];
  encryption_keys: { id: string; status: string; data_keys: number }[];
}
