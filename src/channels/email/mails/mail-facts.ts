import type { EventTypeDefinition } from '../../../catalogue/index.js';
import { wordsOf } from './mail-title.js';
import type { Fact } from './mail-view.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Formats a time as `15 Jan 2026, 09:44 UTC`; undefined for text that is not a time. */
export function utcText(time: Date | string): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  const [day, clock = ''] = date.toISOString().split('T');
  const [year = '', month = '', of = ''] = (day ?? '').split('-');
  return `${Number(of)} ${MONTHS[Number(month) - 1] ?? ''} ${year}, ${clock.slice(0, 5)} UTC`;
}

/** Ids that are not names, addresses or sentences. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$/;
const MAX_IDS = 8;

const ID_LABELS: Record<string, string> = {
  id: 'Record',
  external_ref: 'Your reference',
  identId: 'Identification',
  key: 'Record',
};

/** Returns the ids that the type declares, without values that may contain personal data. */
export function idFacts(
  definition: Pick<EventTypeDefinition, 'idsOf'> | undefined,
  data: unknown,
): Fact[] {
  const ids = definition?.idsOf(data) ?? [];
  return ids
    .filter(({ value }) => ID.test(value))
    .slice(0, MAX_IDS)
    .map(({ field, value }) => ({ label: idLabelOf(field), value, isCode: true }));
}

function idLabelOf(field: string): string {
  const known = Object.hasOwn(ID_LABELS, field) ? ID_LABELS[field] : undefined;
  if (known !== undefined) return known;
  const words = wordsOf(field).replace(/ (id|key)$/, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Data = Readonly<Record<string, unknown>>;

const CHANGES: Record<string, string> = {
  url: 'Its URL',
  secret_rotated: 'Its signing secret was rotated',
  secret_promoted: 'Only its current secret signs now',
};

const REASONS: Record<string, string> = {
  failing: 'No delivery succeeded for too long',
  receiver_gone: 'It answered that it is permanently gone',
  succeeded: 'A delivery succeeded',
  resumed: 'It was resumed',
};

/** Returns the facts of an event about an endpoint: fixed words, hosts and counts. */
export function endpointFacts(data: Data): Fact[] {
  const error = objectAt(data, 'last_error');
  return [
    code('Endpoint', text(data, 'endpoint_id')),
    code('Host', text(data, 'url_host')),
    code('Former host', text(data, 'former_url_host')),
    code('Address', text(data, 'recipient')),
    plain('Change', CHANGES[text(data, 'change') ?? '']),
    plain('Reason', REASONS[text(data, 'reason') ?? '']),
    plain('Changed by', text(data, 'changed_by')),
    plain('Status', text(data, 'status')),
    code('Answer', text(data, 'reason')?.startsWith('smtp_') ? text(data, 'reason') : undefined),
    time('Failing since', data['failing_since']),
    plain('Failed events', count(data['failed_events'])),
    plain('Failed deliveries', count(data['deliveries'])),
    time('First failed at', data['first_exhausted_at']),
    time('Last failed at', data['last_exhausted_at']),
    code('Last error', error && errorText(error)),
    time('Disabled at', data['disabled_at']),
    time('Will be disabled', data['disables_at']),
    time('Recovered at', data['recovered_at']),
    time('On hold since', data['held_at']),
  ].filter((fact) => fact !== undefined);
}

/** Advice by event type. */
export const ENDPOINT_ADVICE: Record<string, string> = {
  'endpoint.failing':
    'Check that the receiver is up and reachable. Deliveries are retried on their schedule; nothing is lost meanwhile.',
  'endpoint.disabling_soon':
    'Fix the receiver before the time above, or pause the endpoint: its events are then held and can be sent later.',
  'endpoint.disabled':
    'Its events are held. Fix the receiver and resume the endpoint: the held events are then sent, or skipped if you choose so.',
  'endpoint.updated':
    'If your team has not requested this change, contact us at once. If support has moved the endpoint to another host and it is paused, nothing is sent there until you resume it.',
  'endpoint.delivery_exhausted':
    'These deliveries are not tried again by themselves. Fix the receiver, then retry them or replay the time in which they failed.',
  'endpoint.address_on_hold':
    'The mail server refused this address permanently. Correct the recipients of the endpoint, or resume it once the address accepts mails again.',
};

function errorText(error: Data): string | undefined {
  const name = text(error, 'class');
  const status = error['status'];
  return typeof status === 'number' && name !== undefined ? `${name} (${status})` : name;
}

function text(data: Data, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 300) : undefined;
}

function count(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : undefined;
}

function objectAt(data: Data, name: string): Data | undefined {
  const value = data[name];
  return typeof value === 'object' && value !== null ? (value as Data) : undefined;
}

function code(label: string, value: string | undefined): Fact | undefined {
  return value === undefined ? undefined : { label, value, isCode: true };
}

function plain(label: string, value: string | undefined): Fact | undefined {
  return value === undefined ? undefined : { label, value, isCode: false };
}

function time(label: string, value: unknown): Fact | undefined {
  return plain(label, typeof value === 'string' ? utcText(value) : undefined);
}
