import { matchesType } from '../catalogue/index.js';

/** Which deliveries a replay is about. */
export const REPLAYED = ['failed', 'missing', 'all'] as const;
export type Replayed = (typeof REPLAYED)[number];

/** Why something that matches is not replayed. */
export const UNREPLAYABLE = ['redacted', 'retention_expired', 'format_cannot_carry'] as const;
export type Unreplayable = (typeof UNREPLAYABLE)[number];

/** An event of the window and the delivery of it that the endpoint has, if any. */
export interface Candidate {
  type: string;
  is_sandbox: boolean;
  has_body: boolean;
  is_redacted: boolean;
  /** Null: the endpoint has no delivery of the event. */
  status: string | null;
  reason: string | null;
  is_queued: boolean;
  /** Never replayed: a test, an event about the endpoint itself, or one whose fan-out is still to come. */
  is_out: boolean;
}

export interface ReplayRules {
  status: Replayed;
  types: readonly string[] | null;
  /** Whether the endpoint, as it is now, would get such an event. */
  takes: (event: { type: string; isSandbox: boolean }) => boolean;
  /** Whether its format has a body for the type. */
  carries: (type: string) => boolean;
}

/** `restart`: on the schedule from its beginning. `once_more`: one attempt. `new`: a delivery is made. */
export type Action = 'restart' | 'once_more' | 'new';

export type Verdict = { action: Action } | { skip: Unreplayable | 'already_pending' };

/** Held for what is wrong with them, not for the endpoint's status: nothing else sends these. */
const SET_ASIDE = ['poison', 'address_on_hold'];

/** What a replay does with an event; undefined where it is none of its business. */
export function verdictOn(candidate: Candidate, rules: ReplayRules): Verdict | undefined {
  const isAsked = rules.types === null || matchesType(rules.types, candidate.type);
  if (candidate.is_out || !isAsked) return undefined;
  const verdict =
    candidate.status === null ? onMissing(candidate, rules) : onDelivery(candidate, rules);
  if (!verdict || 'skip' in verdict) return verdict;
  if (candidate.is_redacted) return { skip: 'redacted' };
  if (!candidate.has_body) return { skip: 'retention_expired' };
  return rules.carries(candidate.type) ? verdict : { skip: 'format_cannot_carry' };
}

function onMissing(
  { type, is_sandbox: isSandbox }: Candidate,
  { status, takes }: ReplayRules,
): Verdict | undefined {
  return status !== 'failed' && takes({ type, isSandbox }) ? { action: 'new' } : undefined;
}

function onDelivery(
  { status, reason, is_queued: isQueued }: Candidate,
  { status: asked }: ReplayRules,
): Verdict | undefined {
  if (asked === 'missing') return undefined;
  const isFailed = status === 'failed' || (status === 'held' && SET_ASIDE.includes(reason ?? ''));
  if (isFailed) return isQueued ? { skip: 'already_pending' } : { action: 'restart' };
  if (asked === 'failed' || status === 'cancelled') return undefined;
  const isWaiting = isQueued || status === 'pending' || status === 'held';
  return isWaiting ? { skip: 'already_pending' } : { action: 'once_more' };
}
