import { WORDS } from './history.js';
import type { History } from './history.js';
import type { Call } from './time-lists.js';

const DAYS_OF_WINDOWS = [1, 7, 30, 90];
/** Filters of the deliveries page; the types and codes at the end of each kind match nothing. */
const DELIVERIES = [
  '',
  ...['pending', 'succeeded', 'failed', 'held'].map((status) => `status=${status}`),
  ...['session.approved', 'case.escalated', 'case.claimed'].map((type) => `type=${type}`),
  ...[500, 418, 451].map((code) => `code=${code}`),
  'reason=attempts_exhausted',
  'reason=address_on_hold',
  'suspicious_success=true',
  'status=failed&code=451',
];
const EVENTS = [
  '',
  'type=session.approved',
  'type=case.claimed',
  `subject=${WORDS.common}`,
  `ref=${WORDS.rare}`,
  `ref=${WORDS.common}`,
  'ref=nothing',
];
const FIGURES =
  'events,deliveries,failed,held,first_try_rate,success_rate,latency_p50,latency_p95,oldest_undelivered_seconds';
const COURSE = 'deliveries,failed,latency_p50,latency_p95';

/** Every request of a page that reads, as the pages of a tenant and of the console send it. */
export async function pagePaths(call: Call, history: History): Promise<string[]> {
  const { large, endpoint } = history;
  const of = `/v1/tenants/${large}`;
  const newest = async (list: string): Promise<string> => {
    const { data } = await call<{ data: { id: string }[] }>('GET', list);
    return data[0]?.id ?? '';
  };
  const event = await newest(`${of}/events?limit=1`);
  const delivery = await newest(`${of}/deliveries?limit=1&status=failed`);
  const replay = await newest(`${of}/replays?limit=1`);
  const rejected = await newest('/v1/rejected?limit=1');
  return [
    ...statisticsOfPages(history),
    `${of}/problems`,
    of,
    `${of}/settings`,
    ...DELIVERIES.flatMap((filter) => [
      `${of}/deliveries?${filter}`,
      `${of}/deliveries?endpoint_id=${endpoint}&${filter}`,
    ]),
    `${of}/deliveries?event_id=${event}`,
    ...EVENTS.map((filter) => `${of}/events?${filter}`),
    `${of}/events/${event}`,
    `${of}/deliveries/${delivery}`,
    `${of}/deliveries/${delivery}/attempts`,
    `${of}/deliveries/${delivery}/explain`,
    `${of}/subjects/${WORDS.common}`,
    `${of}/endpoints?limit=200`,
    `${of}/endpoints/${endpoint}`,
    `${of}/replays`,
    `${of}/replays/${replay}`,
    `${of}/api-keys`,
    `${of}/portal-links`,
    `${of}/audit`,
    `${of}/audit?action=endpoint.updated`,
    ...[event, delivery, endpoint, large, rejected, replay].map((id) => `/v1/search?q=${id}`),
    ...['nothing', WORDS.rare, WORDS.common, 'receiver-3.example', 'History 7'].map(
      (q) => `/v1/search?q=${encodeURIComponent(q)}`,
    ),
    ...[
      event,
      delivery,
      endpoint,
      large,
      rejected,
      'nothing',
      WORDS.rare,
      'receiver-3.example',
    ].map((q) => `/v1/explain?q=${q}`),
    '/v1/platform',
    '/v1/platform/tenants?environment=live',
    '/v1/platform/tenants',
    '/v1/tenants',
    '/v1/audit',
    '/v1/audit?action=endpoint.updated',
    '/v1/audit?action=endpoint.*',
    '/v1/audit?action=nothing.*',
    '/v1/audit?actor=bootstrap',
    '/v1/audit?actor=missing',
    `/v1/audit?target=${endpoint}`,
    '/v1/rejected',
    '/v1/rejected?type=case.claimed',
    `/v1/rejected/${rejected}`,
    '/v1/event-types',
    '/v1/event-types/session.approved',
  ];
}

/** What the pages show and, by the other dimensions and over the longest window, what the routes take. */
function statisticsOfPages({ large, endpoint }: History): string[] {
  const stats = `/v1/tenants/${large}/stats`;
  const windows = DAYS_OF_WINDOWS.map((days) => {
    // Some minutes later the longest window is still not too long.
    const since = `since=${Math.floor(Date.now() / 1_000) - days * 86_400 + 3_600}`;
    return { since, days };
  });
  return [
    ...windows.flatMap(({ since }) => [
      `${stats}?measures=${FIGURES}&${since}`,
      `${stats}?measures=${COURSE}&step=hour&${since}`,
      `${stats}?measures=${COURSE}&step=day&${since}`,
      `${stats}?measures=${COURSE}&step=hour&endpoint_id=${endpoint}&${since}`,
      `/v1/stats?measures=${COURSE}&step=hour&${since}`,
    ]),
    ...windows.flatMap(({ since, days }) => [
      `${stats}?measures=${COURSE}&by=endpoint&step=day&${since}`,
      `${stats}?measures=failed&by=class,code&${since}`,
      ...(days < 90 ? [`${stats}?measures=deliveries,failed&by=endpoint&step=hour&${since}`] : []),
      `/v1/stats?measures=deliveries,failed&by=tenant&${since}`,
    ]),
    `${stats}?measures=oldest_undelivered_seconds,held&by=endpoint`,
  ];
}
