/** The receivers: two systems of one tenant that want bodies of different shapes. */
export const TENANT = { name: 'Acme Bank', external_id: 'acme-bank' };

export const ENDPOINTS = [
  { name: 'crm', format: 'envelope' },
  { name: 'ledger', format: 'flat', event_types: ['session.approved', 'check.*'] },
];

const SESSIONS = ['ada', 'grace', 'alan'].map((person, index) => ({
  session_id: `session_${person}`,
  external_ref: `user_${index + 1}`,
  is_sandbox: false,
}));

const eachSession = (type, more = () => ({})) =>
  SESSIONS.map((session) => ({ type, data: { ...session, ...more(session) } }));

const HIT = {
  check_id: 'check_grace_pep',
  session_id: 'session_grace',
  external_ref: 'user_2',
  is_sandbox: false,
  check_type: 'pep',
  status: 'hit',
  hit_count: 1,
};

/** What happens, step by step; each step is published as one batch. */
export const STEPS = [
  { events: eachSession('session.created') },
  { events: eachSession('session.started') },
  {
    events: [
      { type: 'check.completed', data: { ...HIT, has_match: true, max_score: 0.87 } },
      { type: 'check.matched', data: HIT },
    ],
  },
  { events: eachSession('session.requires-review') },
  {
    events: eachSession('session.approved', ({ session_id: id }) => ({
      status: 'approved',
      identity_id: id.replace('session', 'identity'),
      result: { face_match_passed: true, age_check_passed: true },
    })),
  },
];

/** The last part of a subject such as `session_ada`: whom an event is about, in one word. */
export const personOf = ({ session_id: id }) => id.slice('session_'.length);
