import type { Change, TroubledEndpoint } from './problems.query.js';

/** What a problem began with. */
export interface Cause {
  kind: string;
  at: Date;
  /** Without its time, such as `the secret rotation`. */
  words: string;
}

/** A change counts as the cause if it came before the first failure, which may have been noted a second later. */
const SLACK_MS = 1_000;

const ACTIONS: Readonly<Record<string, { kind: string; words: string }>> = {
  'endpoint.created': { kind: 'created', words: 'its creation' },
  'endpoint.resumed': { kind: 'resumed', words: 'its resumption' },
  'endpoint.secret_rotated': { kind: 'secret_rotated', words: 'the secret rotation' },
  'endpoint.secret_promoted': {
    kind: 'secret_promoted',
    words: 'the promotion of the new secret',
  },
};

/** Fields of an update by how likely they break a receiver. */
const FIELDS: readonly (readonly [field: string, kind: string, words: string])[] = [
  ['url', 'url_changed', 'the change of the URL'],
  ['headers', 'headers_changed', 'the change of the headers'],
  ['signing', 'signing_changed', 'the change of the signing'],
  ['format', 'format_changed', 'the change of the format'],
  ['payload', 'payload_changed', 'the change of the payload'],
  ['batch', 'batch_changed', 'the change of the batches'],
  ['event_types', 'event_types_changed', 'the change of the event types'],
];

/**
 * Returns what an endpoint's failing began with: the latest change that came after its last success and before its
 * first failure; null if there was none. What worked after a change did not break by it.
 *
 * @param changes  changes of this endpoint
 */
export function causeOf(endpoint: TroubledEndpoint, changes: readonly Change[]): Cause | null {
  const { failing_since: since, last_success_at: success, grace_ended_at: grace } = endpoint;
  const { tls_expires_at: expiry } = endpoint;
  if (since === null) return null;
  const causes = changes.flatMap((change) => describe(change) ?? []);
  if (grace) {
    const words = 'the end of the grace of its former secret';
    causes.push({ kind: 'secret_grace_ended', at: grace, words });
  }
  if (expiry) {
    causes.push({
      kind: 'certificate_expired',
      at: expiry,
      words: 'the expiry of its certificate',
    });
  }
  const possible = causes.filter(
    ({ at }) => at.getTime() <= since.getTime() + SLACK_MS && (success === null || at > success),
  );
  return possible.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
}

function describe({ action, at, fields }: Change): Cause | undefined {
  if (action === 'endpoint.updated') {
    const [, kind, words] = FIELDS.find(([field]) => fields?.includes(field)) ?? [];
    return kind === undefined || words === undefined ? undefined : { kind, at, words };
  }
  const known = ACTIONS[action];
  return known && { ...known, at };
}
