import type { Change, EndpointFacts } from './facts.js';
import type { Evidence } from './story.js';
import { list, quote, span, time } from './words.js';

/** A change before this time has hardly caused what failed. */
const LONGEST_MS = 24 * 3_600_000;
/** Clocks of processes differ. */
const TOLERANCE_MS = 5_000;

/** Returns by whom and why something was done, as the end of a sentence. */
export function byWhom({ actor, role, reason }: Change): string {
  const who = actor === 'system' ? 'by this platform itself' : `by ${actor} (${role})`;
  return reason === null ? who : `${who}, reason: ${quote(reason)}`;
}

export function changeEvidence(change: Change, tenantId: string): Evidence {
  return {
    label: 'Audit log',
    value: `${change.action} ${byWhom(change)}`,
    at: change.at,
    link: { kind: 'audit', id: change.id, tenant_id: tenantId },
  };
}

/** A change after which failures began. */
export interface Cause {
  change: Change;
  /** What happened, in short: `its secret was rotated`. */
  what: string;
  sentence: string;
}

interface Effect {
  change: Change;
  atMs: number;
  what: string;
}

/** Finds the last change of an endpoint within a day before its failures began. */
export function causeOf(
  { changes }: Pick<EndpointFacts, 'changes'>,
  failingFrom: string,
): Cause | undefined {
  const fromMs = Date.parse(failingFrom);
  const [effect] = changes
    .flatMap(effectsOf)
    .filter(({ atMs }) => atMs <= fromMs + TOLERANCE_MS && atMs >= fromMs - LONGEST_MS)
    .toSorted((one, other) => other.atMs - one.atMs);
  if (!effect) return undefined;
  const { change, atMs, what } = effect;
  const gap = fromMs - atMs;
  const when = gap < 1000 ? 'at the moment when' : `${span(gap)} after`;
  const changed = Date.parse(change.at) === atMs ? '' : `; changed at ${time(change.at)}`;
  return {
    change,
    what,
    sentence: `The failures began ${when} ${what} (${time(new Date(atMs))}${changed} ${byWhom(change)}).`,
  };
}

/** A rotation takes effect at once, and once more when the grace of the former secret ends. */
function effectsOf(change: Change): Effect[] {
  const atMs = Date.parse(change.at);
  const { action, details } = change;
  if (action === 'endpoint.secret_rotated') {
    const graceMs = Number(details['grace_seconds'] ?? 0) * 1000;
    const rotated = { change, atMs, what: 'its secret was rotated' };
    const ended = {
      ...rotated,
      atMs: atMs + graceMs,
      what: 'its former secret ended',
    };
    return graceMs > 0 ? [rotated, ended] : [rotated];
  }
  if (action === 'endpoint.secret_promoted') {
    return [{ change, atMs, what: 'its new secret was promoted' }];
  }
  if (action !== 'endpoint.updated') return [];
  const fields = changedFields(details);
  if (fields.length === 0) return [];
  return [
    {
      change,
      atMs,
      what: `its ${list(fields)} ${fields.length === 1 && !fields[0]?.endsWith('s') ? 'was' : 'were'} changed`,
    },
  ];
}

/** The fields on which it depends whether a receiver accepts a request. */
const DECISIVE = ['url', 'format', 'payload', 'signing', 'headers', 'batch'];

function changedFields({ fields, after }: Change['details']): string[] {
  const named = Array.isArray(fields) ? fields.map(String) : [];
  const differing = typeof after === 'object' && after !== null ? Object.keys(after) : [];
  return DECISIVE.filter(
    (name) => differing.includes(name) || (name === 'headers' && named.includes(name)),
  ).map((name) => (name === 'url' ? 'URL' : name));
}
