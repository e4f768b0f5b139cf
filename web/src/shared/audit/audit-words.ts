/** What an action of the audit log means, in words; the target is the object. */
const WORDS: Readonly<Record<string, string>> = {
  'api_key.created': 'Created an API key',
  'api_key.revoked': 'Revoked an API key',
  'data.read': 'Many reads, counted together',
  'deliveries.exported': 'Exported deliveries',
  'delivery.read': 'Read a delivery with its answers',
  'delivery.retried': 'Retried a delivery',
  'delivery.skipped': 'Skipped a delivery',
  'delivery.verified': 'Checked a signature',
  'endpoint.address_held': 'Held an address that takes no mail',
  'endpoint.created': 'Created an endpoint',
  'endpoint.deleted': 'Deleted an endpoint',
  'endpoint.disabled': 'Disabled an endpoint',
  'endpoint.paused': 'Paused an endpoint',
  'endpoint.previewed': 'Previewed a request of an endpoint',
  'endpoint.recipient_confirmed': 'Confirmed a recipient',
  'endpoint.recipients_read': 'Read the recipients of an endpoint',
  'endpoint.resumed': 'Resumed an endpoint',
  'endpoint.secret_promoted': 'Ended the grace of former secrets',
  'endpoint.secret_read': 'Read the signing secret',
  'endpoint.secret_rotated': 'Rotated the signing secret',
  'endpoint.tested': 'Sent a test',
  'endpoint.updated': 'Changed an endpoint',
  'event.read': 'Read an event',
  'event.redacted': 'Redacted an event',
  'event.revealed': 'Revealed the personal data of an event',
  'event_type.registered': 'Registered an event type',
  'events.exported': 'Exported events',
  'events.searched': 'Searched for events',
  'feed.read': 'Read events from the feed',
  'portal_link.created': 'Created a sign-in link',
  'portal_link.revoked': 'Revoked a sign-in link',
  'rejected_publish.published': 'Published a refused event again',
  'rejected_publish.read': 'Read a refused publish',
  'rejected_publish.revealed': 'Revealed the data of a refused publish',
  'replay.cancelled': 'Cancelled a replay',
  'replay.started': 'Started a replay',
  'request.refused': 'Was refused a request',
  'search.performed': 'Searched',
  'session.ended': 'Signed out',
  'session.refused': 'Was refused a sign-in',
  'session.started': 'Signed in',
  'settings.updated': 'Changed the settings',
  'sign_in.refused': 'Used a key or session that is not valid',
  'stream.opened': 'Opened the stream',
  'subject.exported': 'Exported what is kept about a subject',
  'subject.held': 'Put a subject under hold',
  'subject.released': 'Ended the hold of a subject',
  'subjects.erased': 'Erased subjects',
  'subjects.erasure_requested': 'Asked for an erasure of subjects',
  'tenant.created': 'Created the tenant',
  'tenant.deletion_requested': 'Asked for the deletion of the tenant',
  'tenant.erased': 'Erased the tenant',
  'tenant.restored': 'Restored the tenant',
  'tenant.updated': 'Changed the tenant',
};

/** The actions that are known here, in the order of their words. */
export const ACTIONS: readonly string[] = Object.entries(WORDS)
  .sort(([, one], [, other]) => one.localeCompare(other, 'en'))
  .map(([action]) => action);

/** Returns what was done, in words; an action that is not known here is shown as it is. */
export function wordsFor(action: string): string {
  return WORDS[action] ?? action.replaceAll(/[._]/g, ' ');
}

/** A field that was changed; a side that is not known is undefined. */
export interface Change {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** Splits the details of an entry into the fields that were changed and the rest. */
export function changesOf(details: Readonly<Record<string, unknown>>): {
  changes: Change[];
  rest: Record<string, unknown>;
} {
  const { before, after, signed_in: _person, fields: _names, ...rest } = details;
  const [former, now] = [asFields(before), asFields(after)];
  const names = Object.keys({ ...former, ...now });
  const changes = names.map((name) => ({
    name: name.replaceAll('_', ' '),
    before: textOf(former?.[name]),
    after: textOf(now?.[name]),
  }));
  return { changes, rest };
}

/** Returns the person of a session, or undefined. */
export function personOf(details: Readonly<Record<string, unknown>>): string | undefined {
  const signedIn = asFields(details['signed_in']);
  const name = signedIn?.['person_name'] ?? signedIn?.['person_id'];
  return typeof name === 'string' ? name : undefined;
}

function asFields(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
