import { ENVIRONMENT_FILTER } from '../../components/environment-switch';
import type { Filter } from '../../components/filter-bar';
import { endpointOptions, type Endpoint } from '../../shared/endpoints';
import { useEventTypes } from '../shared/event-types';

const STATUSES = ['pending', 'succeeded', 'failed', 'held', 'skipped', 'cancelled'];
const REASONS = [
  'queued',
  'retry_scheduled',
  'rate_limited',
  'backing_off',
  'waiting_for_subject',
  'waiting_for_digest',
  'endpoint_paused',
  'endpoint_disabled',
  'address_on_hold',
  'poison',
  'format_cannot_carry',
  'redacted',
  'endpoint_deleted',
  'recipient_removed',
  'operator_skipped',
  'attempts_exhausted',
  'retention_expired',
];

/** All filters of the API, in the order in which a reader needs them. */
export function useDeliveryFilters(endpoints: readonly Endpoint[] | undefined): readonly Filter[] {
  const { data: types } = useEventTypes();
  return [
    { kind: 'select', name: 'status', label: 'Status', options: STATUSES },
    { kind: 'select', name: 'endpoint_id', label: 'Endpoint', options: endpointOptions(endpoints) },
    { kind: 'select', name: 'type', label: 'Type', options: (types ?? []).map(({ type }) => type) },
    ENVIRONMENT_FILTER,
    {
      kind: 'select',
      name: 'reason',
      label: 'Reason',
      options: REASONS.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
    },
    { kind: 'text', name: 'code', label: 'Last answer', placeholder: 'Such as 503' },
    { kind: 'text', name: 'event_id', label: 'Event', placeholder: 'evt_…' },
    {
      kind: 'select',
      name: 'suspicious_success',
      label: 'Suspicious success',
      options: [
        { value: 'true', label: 'only these' },
        { value: 'false', label: 'without these' },
      ],
    },
    { kind: 'time', name: 'since', label: 'Since' },
    { kind: 'time', name: 'until', label: 'Until' },
  ];
}
