import type { Fact } from './mail-view.js';
import { utcText } from './utc-text.js';

type Data = Readonly<Record<string, unknown>>;

const CHANGES: Record<string, string> = {
  url: 'Its URL',
  secret_rotated: 'Its signing secret was rotated',
  secret_promoted: 'Its current secret signs alone now',
};

const REASONS: Record<string, string> = {
  failing: 'Nothing succeeded for too long',
  receiver_gone: 'It answered that it is gone for good',
  succeeded: 'A delivery succeeded',
  resumed: 'It was resumed',
};

/** What is told of an endpoint's health: all of it is our own words, hosts and counts. */
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
    code('Last error', error && errorText(error)),
    time('Disabled at', data['disabled_at']),
    time('Will be disabled', data['disables_at']),
    time('Recovered at', data['recovered_at']),
    time('On hold since', data['held_at']),
  ].filter((fact) => fact !== undefined);
}

/** What the reader can do. */
export const ENDPOINT_ADVICE: Record<string, string> = {
  'endpoint.failing':
    'Check that the receiver is up and reachable. Deliveries are tried again on their schedule; nothing is lost meanwhile.',
  'endpoint.disabling_soon':
    'Mend the receiver before the time above, or pause the endpoint: its events are then held and can be sent later.',
  'endpoint.disabled':
    'Its events are held. Mend the receiver and resume the endpoint: what was held is then sent, or skipped if you ask for that.',
  'endpoint.updated':
    'If nobody on your side has asked for this, tell us at once. Where support has moved the endpoint to another host and it is paused since, nothing is sent there until you resume it.',
  'endpoint.address_on_hold':
    'The mail server refused this address for good. Correct the recipients of the endpoint, or resume it once the address takes mails again.',
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
