/** The one whose recipients get the mails; the health notices are about another. */
const ENDPOINT = 'ep_019b8f3c51e27d40b6a29c1e83f5d072';
const RECORD = 'https://kyc.example.com/records';
const AT = new Date('2026-01-15T09:44:02.310Z');

/** One of each kind: file name and mail. */
const SINGLE = {
  'session-declined': 'session.declined',
  'session-approved': 'session.approved',
  'case-escalated': 'case.escalated',
  'document-verified': 'document.verified',
  'identity-created': 'identity.created',
  'verification-step': 'workflow.step_verification_completed',
  watchlist: 'kyc.watchlist.match_detected',
  'endpoint-failing': 'endpoint.failing',
  'endpoint-disabling-soon': 'endpoint.disabling_soon',
  'endpoint-disabled': 'endpoint.disabled',
  'endpoint-recovered': 'endpoint.recovered',
  'endpoint-updated': 'endpoint.updated',
  'address-on-hold': 'endpoint.address_on_hold',
  'delivery-exhausted': 'endpoint.delivery_exhausted',
};
const FLOOD = [
  'session.declined',
  'document.verified',
  'case.created',
  'session.expired',
  'kyc.watchlist.match_detected',
];

/** The mails to photograph, as `{name, view, isDark}`. */
export function previews(catalogue, { viewDigest, viewEvent, viewTest }) {
  const eventOf = (type, index = 0) => ({
    id: `evt_019bc0f5a2d07c3e8a41d6f0b92${(75000 + index).toString(16)}`,
    type,
    createdAt: new Date(momentOf(catalogue.get(type).example).getTime() + index * 4000),
    data: catalogue.get(type).example,
    definition: catalogue.get(type),
    link: `${RECORD}/evt_019bc0f5a2d07c3e8a41d6f0b92${(75000 + index).toString(16)}`,
  });
  const single = Object.entries(SINGLE)
    .filter(([, type]) => catalogue.has(type))
    .map(([name, type]) => ({ name, view: viewEvent(eventOf(type), ENDPOINT), isDark: false }));
  const flood = Array.from({ length: 64 }, (_, index) =>
    eventOf(FLOOD[index % 7] ?? FLOOD[0], index),
  );
  return [
    ...single,
    {
      name: 'digest',
      view: viewDigest(flood.slice(-15), flood.slice(0, -15), ENDPOINT),
      isDark: false,
    },
    { name: 'test', view: viewTest({ server: 'mail.example.com:587', now: AT }), isDark: false },
    {
      name: 'session-declined-dark',
      view: viewEvent(eventOf('session.declined'), ENDPOINT),
      isDark: true,
    },
  ];
}

/** A notice is sent at the time of its change. */
function momentOf({ disabled_at, recovered_at, updated_at, held_at }) {
  const noticeAt = disabled_at ?? recovered_at ?? updated_at ?? held_at;
  return noticeAt === undefined ? AT : new Date(noticeAt);
}
