import { expect } from 'vitest';

export const FORMATS = [
  'envelope',
  'flat',
  'key-data',
  'callback',
  'topic',
  'event-type',
  'cloudevents',
] as const;

export type Format = (typeof FORMATS)[number];

export interface SentEvent {
  id: string;
  /** Of the request that came. */
  deliveryId?: string;
  tenantId: string;
  created: number;
  type: string;
  data: Record<string, unknown>;
}

/** Which formats have a body for a type: one is of compliance records only, one splits names at a dot. */
export function formatsOf(type: string): Format[] {
  if (type === 'complianceRecord') {
    return ['envelope', 'flat', 'key-data', 'callback', 'topic', 'cloudevents'];
  }
  if (type === 'identResult') return ['envelope', 'flat', 'key-data', 'topic', 'cloudevents'];
  return ['envelope', 'flat', 'key-data', 'topic', 'event-type', 'cloudevents'];
}

/** What a body must hold, its fields in their order, with the data untouched at its place. */
export const expectedBody = (format: Format, event: SentEvent): unknown => BODIES[format](event);

const BODIES: Record<Format, (event: SentEvent) => unknown> = {
  envelope: ({ id, type, created, data }) => ({ id, type, created, data }),
  flat: ({ deliveryId, type, data }) => ({
    event: type,
    idempotency_key: deliveryId?.replace('dlv_', 'idk_'),
    ...data,
  }),
  'key-data': ({ type, data }) => ({ key: type, data }),
  callback: ({ data }) => [data],
  topic: ({ type, data }) =>
    type === 'complianceRecord'
      ? [{ topic: 'complianceRecord', complianceRecord: [data] }]
      : [{ topic: type, ...data }],
  'event-type': ({ type, data }) => {
    const [event, ...rest] = type.split('.');
    return { event, event_type: rest.join('.'), data };
  },
  cloudevents: ({ id, tenantId, type, data }) => ({
    specversion: '1.0',
    id,
    source: `/tenants/${tenantId}`,
    type,
    subject: expect.any(String) as string,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
    datacontenttype: 'application/json',
    sequence: expect.stringMatching(/^\d{16}$/) as string,
    data,
  }),
};
