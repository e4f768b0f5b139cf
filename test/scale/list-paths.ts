import { encodeCursor } from '../../src/common/page.js';
import { sampleData } from '../bench/sample-event.js';
import { WORDS } from './history.js';
import type { History } from './history.js';
import type { Call } from './time-lists.js';

const DELIVERY_FILTERS = [
  '',
  ...['pending', 'succeeded', 'failed', 'held', 'skipped', 'cancelled'].map((s) => `status=${s}`),
  ...['attempts_exhausted', 'backing_off', 'address_on_hold'].map((reason) => `reason=${reason}`),
  ...['session.approved', 'case.escalated', 'case.claimed', 'case.*', 'session.*', '*'].map(
    (type) => `type=${type}`,
  ),
  ...[200, 500, 418, 451].map((code) => `code=${code}`),
  ...[true, false].map((suspicious) => `suspicious_success=${suspicious}`),
  'status=failed&code=451',
  'status=failed&type=case.claimed',
  'status=succeeded&type=case.claimed',
  'suspicious_success=true&code=500',
  'type=case.claimed&since=2020-01-01',
  'code=451&until=2100-01-01',
  'status=pending&code=451',
  'status=held&reason=address_on_hold&type=case.claimed&code=451&suspicious_success=false',
];

const EVENT_FILTERS = ['', 'subject=nothing', `subject=${WORDS.common}`]
  .concat(['nothing', WORDS.rare, WORDS.common].map((ref) => `ref=${ref}`))
  .flatMap((filter) => [
    filter,
    ...['session.approved', 'case.escalated', 'case.claimed', 'case.*'].map(
      (type) => `${filter}&type=${type}`,
    ),
  ])
  .concat(
    'type=case.claimed&since=2020-01-01',
    `ref=${WORDS.common}&subject=nothing`,
    `ref=${WORDS.rare}&subject=${WORDS.common}`,
  );

/** Every list with its filters, alone and together, from its beginning and from the middle of the history. */
export async function listPaths(call: Call, history: History): Promise<string[]> {
  const { large, small, endpoint } = history;
  const middle = `cursor=${encodeCursor(history.middle)}`;
  const lists = [
    ...[
      `/v1/tenants/${large}/deliveries?`,
      `/v1/tenants/${small}/deliveries?`,
      `/v1/tenants/${large}/deliveries?endpoint_id=${endpoint}&`,
      '/v1/deliveries?',
      `/v1/deliveries?tenant_id=${small}&`,
    ].flatMap((path) => DELIVERY_FILTERS.map((filter) => path + filter)),
    ...[large, small].flatMap((tenant) =>
      EVENT_FILTERS.map((filter) => `/v1/tenants/${tenant}/events?${filter}`),
    ),
    `/v1/tenants/${large}/subjects/${WORDS.common}?`,
    ...[large, small].flatMap((tenant) => [
      `/v1/tenants/${tenant}/audit?`,
      `/v1/tenants/${tenant}/replays?`,
      `/v1/tenants/${tenant}/api-keys?`,
      `/v1/tenants/${tenant}/endpoints?`,
    ]),
    `/v1/tenants/${large}/replays?endpoint_id=${endpoint}`,
    '/v1/tenants?',
    '/v1/api-keys?',
    ...['', `tenant_id=${small}`].flatMap((tenant) =>
      ['', 'type=session.approved', 'type=case.claimed', 'type=case.*'].map(
        (type) => `/v1/rejected?${tenant}&${type}`,
      ),
    ),
  ];
  return [
    ...lists.flatMap((path) => [path, `${path}&${middle}`]),
    ...(await recordPaths(call, large)),
    ...(await feedPaths(call, large)),
    ...['nothing', WORDS.rare, WORDS.common, 'receiver-3.example', 'History', 'history-7'].map(
      (q) => `/v1/search?q=${encodeURIComponent(q)}`,
    ),
  ];
}

/** Statistics of tenants and of all, over the window that a page shows. */
export function statisticsPaths({ large, small }: History): string[] {
  // Some minutes later the longest window is still not too long.
  const since = (days: number) => `since=${Math.floor(Date.now() / 1_000) - days * 86_400 + 3_600}`;
  const queries = [
    '',
    'by=endpoint&step=hour&measures=succeeded,failed',
    `step=hour&${since(7)}`,
    `step=day&${since(30)}&by=endpoint`,
    `step=day&${since(90)}`,
    `${since(90)}&by=type,status,class,code,reason`,
    `${since(90)}&step=hour&measures=deliveries,latency_p95`,
  ];
  return [
    ...[large, small].flatMap((tenant) =>
      queries.map((query) => `/v1/tenants/${tenant}/stats?${query}`),
    ),
    ...[...queries, `by=tenant&${since(30)}`].map((query) => `/v1/stats?${query}`),
  ];
}

/** One event with its deliveries and attempts, by each of the ways to it. */
async function recordPaths(call: Call, tenant: string): Promise<string[]> {
  const { id: event } = await call<{ id: string }>('POST', '/v1/events', {
    tenant_id: tenant,
    type: 'session.approved',
    data: sampleData(1),
  });
  const { data } = await call<{ data: { id: string }[] }>(
    'GET',
    `/v1/tenants/${tenant}/deliveries?event_id=${event}`,
  );
  const delivery = data[0]?.id ?? '';
  return [
    `/v1/tenants/${tenant}/events/${event}`,
    `/v1/tenants/${tenant}/events?ref=session_00000001`,
    `/v1/tenants/${tenant}/subjects/session_00000001`,
    `/v1/tenants/${tenant}/deliveries?event_id=${event}`,
    `/v1/deliveries?event_id=${event}&code=451`,
    `/v1/tenants/${tenant}/deliveries/${delivery}`,
    `/v1/tenants/${tenant}/deliveries/${delivery}/attempts`,
    ...[event, delivery].map((id) => `/v1/search?q=${id}`),
  ];
}

/** The feed of a tenant, from its oldest event on and from its second page on. */
async function feedPaths(call: Call, tenant: string): Promise<string[]> {
  const feed = `/v1/tenants/${tenant}/events/feed?limit=100`;
  const { next_cursor: second } = await call<{ next_cursor: string }>('GET', feed);
  const types = ['', '&types=case.escalated', '&types=case.claimed', '&types=case.*'];
  return types.flatMap((filter) => [feed + filter, `${feed}&after=${second}${filter}`]);
}
