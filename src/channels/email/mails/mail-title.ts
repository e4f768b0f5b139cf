import { familyOf } from './mail-family.js';

/** The colour of a mail's label. */
export type Tone = 'good' | 'bad' | 'warning' | 'neutral';

/** Titles of types whose name would read badly or reveal too much. */
const TITLES: Record<string, string> = {
  'session.requires-review': 'Session waits for a review',
  'session.resubmission-required': 'Session needs new images',
  'session.redacted': 'Session erased',
  'session.retention-expired': 'Session purged by retention',
  'kyc.session.manual_review': 'Session waits for a review',
  'check.completed': 'Screening check completed',
  'case.claimed': 'Case taken on',
  'document.verified': 'Document checked',
  'identity.verification_completed': 'Identity verification completed',
  'workflow.step_verification_completed': 'Workflow step completed',
  complianceRecord: 'Compliance record processed',
  identResult: 'Identification finished',
  'endpoint.failing': 'Endpoint is failing',
  'endpoint.disabling_soon': 'Endpoint will be disabled soon',
  'endpoint.disabled': 'Endpoint disabled',
  'endpoint.recovered': 'Endpoint works again',
  'endpoint.updated': 'Endpoint changed',
  'endpoint.address_on_hold': 'Mail address on hold',
};

const WATCHLIST_TITLE = 'A monitoring result needs a look';

const TONES: [RegExp, Tone][] = [
  [/\b(approved|recovered)$/, 'good'],
  [/\b(declined|rejected|disabled)$/, 'bad'],
  [/(review|required|expired|escalated|failing|disabling_soon|address_on_hold)$/, 'warning'],
];

/** Returns the title of a type; it contains nothing of the event's data. */
export function titleOf(type: string): string {
  if (familyOf(type) === 'watchlist') return WATCHLIST_TITLE;
  const known = Object.hasOwn(TITLES, type) ? TITLES[type] : undefined;
  return known ?? sentence(type.replace(/^kyc\./, ''));
}

export function toneOf(type: string): Tone {
  if (familyOf(type) === 'watchlist') return 'neutral';
  return TONES.find(([pattern]) => pattern.test(type))?.[1] ?? 'neutral';
}

/** Example: `verification.frontIdCardResult.created` becomes `Verification front id card result created`. */
function sentence(name: string): string {
  const words = wordsOf(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Splits a name in camel case or with separators into lower-case words. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase();
}
