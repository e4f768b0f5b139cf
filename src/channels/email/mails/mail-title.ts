/** Groups of event types with the same label in mails. */
type MailFamily =
  | 'session'
  | 'check'
  | 'case'
  | 'document'
  | 'identity'
  | 'verification'
  | 'watchlist'
  | 'endpoint'
  | 'other';

/** Results of screening and monitoring: a mail only says that there is one. */
const WATCHLIST = [
  /^(kyc\.)?watchlist\./,
  /^check\.(matched|monitoring)\b/,
  /\bsanction\b/,
  /\b(bankruptcy|criminalCheck)Result\b/,
];

const BY_FIRST_WORD: Record<string, MailFamily> = {
  session: 'session',
  check: 'check',
  case: 'case',
  document: 'document',
  identity: 'identity',
  identResult: 'identity',
  complianceRecord: 'case',
  verification: 'verification',
  address: 'verification',
  employment: 'verification',
  property: 'verification',
  guarantor: 'verification',
  workflow: 'verification',
  endpoint: 'endpoint',
};

const LABELS: Record<MailFamily, string> = {
  session: 'Verification session',
  check: 'Screening check',
  case: 'Case',
  document: 'Document',
  identity: 'Identity',
  verification: 'Verification',
  watchlist: 'Monitoring',
  endpoint: 'Endpoint health',
  other: 'Event',
};

/** Returns the group of a type; `other` for unknown types. */
export function familyOf(type: string): MailFamily {
  if (WATCHLIST.some((pattern) => pattern.test(type))) return 'watchlist';
  const [first = ''] = type.replace(/^kyc\./, '').split('.');
  return (Object.hasOwn(BY_FIRST_WORD, first) ? BY_FIRST_WORD[first] : undefined) ?? 'other';
}

/** Returns the label above the title. */
export function labelOf(family: MailFamily): string {
  return LABELS[family];
}

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
