import { matchesType } from '../catalogue/index.js';

/** Which deliveries a replay selects: the field `status` of a request. */
export const REPLAY_SELECTIONS = ['failed', 'missing', 'all'] as const;
export type ReplaySelection = (typeof REPLAY_SELECTIONS)[number];

/** Why a delivery that matches cannot be replayed. */
export const UNREPLAYABLE = ['redacted', 'retention_expired', 'format_cannot_carry'] as const;
export type Unreplayable = (typeof UNREPLAYABLE)[number];

/** An event of the window with the endpoint's delivery of it, if there is one. */
export interface Candidate {
  type: string;
  is_sandbox: boolean;
  has_body: boolean;
  is_redacted: boolean;
  /** Null: the endpoint has no delivery of the event. */
  status: string | null;
  reason: string | null;
  is_queued: boolean;
  /** A test, an event about the endpoint itself, or one whose fan-out is pending: never replayed. */
  is_excluded: boolean;
}

export interface ReplayRules {
  status: ReplaySelection;
  types: readonly string[] | null;
  /** Whether the endpoint with its current settings would get such an event. */
  takes: (event: { type: string; isSandbox: boolean }) => boolean;
  /** Whether its format has a body for the type. */
  carries: (type: string) => boolean;
}

/** `restart`: restart the schedule. `resend_once`: make one attempt. `new`: create a delivery. */
export type Action = 'restart' | 'resend_once' | 'new';

export type Decision = { action: Action } | { skip: Unreplayable | 'already_pending' };

/** Reasons of held deliveries that resuming the endpoint does not release. */
const NOT_RELEASED_BY_RESUME = ['poison', 'address_on_hold'];

/**
 * Decides what a replay does with an event; undefined if the replay does not select it. The first reason
 * that applies decides: already pending, redacted, retention expired, format.
 */
export function decideAction(candidate: Candidate, rules: ReplayRules): Decision | undefined {
  const hasType = rules.types === null || matchesType(rules.types, candidate.type);
  if (candidate.is_excluded || !hasType) return undefined;
  const decision =
    candidate.status === null ? forMissing(candidate, rules) : forDelivery(candidate, rules);
  if (!decision || 'skip' in decision) return decision;
  if (candidate.is_redacted) return { skip: 'redacted' };
  if (!candidate.has_body) return { skip: 'retention_expired' };
  return rules.carries(candidate.type) ? decision : { skip: 'format_cannot_carry' };
}

function forMissing(
  { type, is_sandbox: isSandbox }: Candidate,
  { status, takes }: ReplayRules,
): Decision | undefined {
  return status !== 'failed' && takes({ type, isSandbox }) ? { action: 'new' } : undefined;
}

function forDelivery(
  { status, reason, is_queued: isQueued }: Candidate,
  { status: selection }: ReplayRules,
): Decision | undefined {
  if (selection === 'missing') return undefined;
  const isFailed =
    status === 'failed' || (status === 'held' && NOT_RELEASED_BY_RESUME.includes(reason ?? ''));
  if (isFailed) return isQueued ? { skip: 'already_pending' } : { action: 'restart' };
  if (selection === 'failed' || status === 'cancelled') return undefined;
  const isWaiting = isQueued || status === 'pending' || status === 'held';
  return isWaiting ? { skip: 'already_pending' } : { action: 'resend_once' };
}
