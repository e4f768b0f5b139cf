import type { EndpointFacts } from './facts.js';

/** The short form of an explanation. */
export const VERDICTS = [
  'delivered',
  'waiting',
  'failed',
  'held',
  'not_sent',
  'refused',
  'unknown',
  'ambiguous',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What something links to. */
export interface EvidenceLink {
  kind: 'event' | 'delivery' | 'endpoint' | 'audit' | 'rejected' | 'tenant';
  id: string;
  tenant_id: string | null;
}

/** A fact that the answer rests on. */
export interface Evidence {
  label: string;
  value: string;
  at: string | null;
  link: EvidenceLink | null;
}

/** An explanation as it is put together. */
export interface Story {
  verdict: Verdict;
  title: string;
  sentences: string[];
  remedy: string;
  /** The word of the API that explains it most closely; null where there is none. */
  reason: string | null;
  evidence: Evidence[];
}

/** The most troubled first. */
const BY_TROUBLE: readonly Verdict[] = [
  'failed',
  'held',
  'refused',
  'waiting',
  'not_sent',
  'delivered',
];

/** Returns the story of which the reader should learn first. */
export function worst<S extends { verdict: Verdict }>(stories: readonly S[]): S | undefined {
  const rank = ({ verdict }: S): number => BY_TROUBLE.indexOf(verdict);
  return stories.toSorted((one, other) => rank(one) - rank(other))[0];
}

/** Returns the name by which an endpoint is called in a sentence. */
export function nameOf({
  host,
  channel,
  id,
}: Pick<EndpointFacts, 'host' | 'channel' | 'id'>): string {
  if (channel === 'email') return `the mail endpoint ${id}`;
  return `${host ?? `the ${channel} endpoint`} (${id})`;
}

export function endpointEvidence(endpoint: EndpointFacts): Evidence {
  const { host, channel, status, disabledReason, isDeleted } = endpoint;
  const state = isDeleted ? 'deleted' : status;
  return {
    label: 'Endpoint',
    value: `${host ?? channel}: ${state}${disabledReason === null ? '' : ` (${disabledReason})`}`,
    at: endpoint.failingSince,
    link: { kind: 'endpoint', id: endpoint.id, tenant_id: endpoint.tenantId },
  };
}
