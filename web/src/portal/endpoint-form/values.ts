import type { Schemas } from '../../api/client';
import type { Endpoint } from '../../shared/endpoints';

export type Channel = 'webhook' | 'inspector' | 'email' | 'slack';
type Create = Schemas['CreateEndpoint'];
type Patch = Schemas['PatchEndpoint'];

/** The fields of the form. Numbers are texts while they are typed. */
export interface Values {
  channel: Channel;
  url: string;
  /** Mail addresses, one per line. */
  recipients: string;
  description: string;
  /** Null: everything that the format carries. */
  event_types: string[] | null;
  format: string;
  payload: 'full' | 'thin';
  environment: 'live' | 'sandbox' | 'all';
  /** Presets by name, and own profiles as they are stored. Null: the default of the format. */
  signing: (string | Record<string, unknown>)[] | null;
  headers: { name: string; value: string }[];
  secret: string;
  ordered: boolean;
  rate_limit_per_second: string;
  max_in_flight: string;
}

export const NEW: Values = {
  channel: 'webhook',
  url: '',
  recipients: '',
  description: '',
  event_types: null,
  format: 'envelope',
  payload: 'full',
  environment: 'all',
  signing: null,
  headers: [],
  secret: '',
  ordered: false,
  rate_limit_per_second: '',
  max_in_flight: '',
};

/** Whether a channel sends requests whose shape and signature can be chosen. */
export function isRequest(channel: Channel): boolean {
  return channel === 'webhook' || channel === 'inspector';
}

export function valuesOf(endpoint: Endpoint): Values {
  return {
    ...NEW,
    channel: endpoint.channel,
    url: endpoint.url ?? '',
    recipients: (endpoint.recipients ?? []).join('\n'),
    description: endpoint.description ?? '',
    event_types: endpoint.event_types,
    format: endpoint.format ?? NEW.format,
    payload: endpoint.payload ?? NEW.payload,
    environment: endpoint.environment,
    signing: endpoint.signing,
    headers: Object.entries(endpoint.headers ?? {}).map(([name, value]) => ({ name, value })),
    ordered: endpoint.ordered,
    rate_limit_per_second: String(endpoint.rate_limit_per_second ?? ''),
    max_in_flight: String(endpoint.max_in_flight ?? ''),
  };
}

/** What creates an endpoint: only the fields that its channel has and that differ from a new one. */
export function toCreate(values: Values): Create {
  return { channel: values.channel, ...fieldsOf(values, NEW) };
}

/** What changes an endpoint: only the fields that differ from what it was. */
export function toPatch(values: Values, former: Values): Patch {
  return fieldsOf(values, former);
}

function fieldsOf(values: Values, former: Values): Record<string, unknown> {
  const fields = writtenFields(values);
  const before = writtenFields(former);
  const isNew = former === NEW;
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(before[name]) ||
        (isNew && (name === 'url' || name === 'recipients')),
    ),
  );
}

/** The fields of the channel as the API takes them. An empty text takes a value away. */
function writtenFields(values: Values): Record<string, unknown> {
  const { channel, signing, secret } = values;
  const headers = values.headers.filter(({ name }) => name.trim() !== '');
  return {
    ...((channel === 'webhook' || channel === 'slack') && { url: values.url.trim() }),
    ...(channel === 'email' && {
      recipients: values.recipients.split(/[\s,;]+/).filter((address) => address !== ''),
    }),
    description: values.description.trim() === '' ? null : values.description.trim(),
    event_types: values.event_types,
    environment: values.environment,
    ordered: values.ordered,
    rate_limit_per_second: numberOf(values.rate_limit_per_second) ?? null,
    ...(isRequest(channel) && {
      format: values.format,
      payload: values.payload,
      ...(signing !== null && { signing }),
      headers:
        headers.length === 0
          ? null
          : Object.fromEntries(headers.map(({ name, value }) => [name.trim(), value])),
      ...(secret !== '' && { secret }),
      ...(values.max_in_flight !== '' && { max_in_flight: numberOf(values.max_in_flight) }),
    }),
  };
}

/** What is no number goes to the API as it is, which says so at the field. */
function numberOf(text: string): number | string | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}
