import { isConfidential } from '../../../catalogue/index.js';
import type { NotificationEvent } from '../../notification-event.js';

/** The part of an event that its title depends on. */
export type TitledEvent = Pick<NotificationEvent, 'type' | 'definition'>;

/** Groups of event types with the same label in mails. */
type MailFamily =
  | 'session'
  | 'case'
  | 'document'
  | 'identity'
  | 'verification'
  | 'watchlist'
  | 'confidential'
  | 'endpoint'
  | 'other';

/** Results of screening and monitoring: a mail only says that there is one. */
const WATCHLIST = [
  /^(kyc\.)?watchlist\./,
  /^check\./,
  /\bsanction\b/,
  /\b(bankruptcy|criminalCheck)Result\b/,
];

const BY_FIRST_WORD: Record<string, MailFamily> = {
  session: 'session',
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
  case: 'Case',
  document: 'Document',
  identity: 'Identity',
  verification: 'Verification',
  watchlist: 'Monitoring',
  confidential: 'Confidential',
  endpoint: 'Endpoint health',
  other: 'Event',
};

/** Returns the group of an event; `confidential` for types that are no longer in the catalogue. */
export function familyOf({ type, definition }: TitledEvent): MailFamily {
  if (WATCHLIST.some((pattern) => pattern.test(type))) return 'watchlist';
  if (isConfidential(definition)) return 'confidential';
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
  'endpoint.delivery_exhausted': 'Deliveries have failed for good',
};

/** The titles of groups of which a message says only that there is something to read. */
const SECRET_TITLES: Partial<Record<MailFamily, string>> = {
  watchlist: 'A monitoring result needs a look',
  confidential: 'There is something to read',
};

/** Returns whether a message about an event contains neither its type nor its ids. */
export function isSecret(event: TitledEvent): boolean {
  return SECRET_TITLES[familyOf(event)] !== undefined;
}

const TONES: [RegExp, Tone][] = [
  [/\b(approved|recovered)$/, 'good'],
  [/(\b(declined|rejected|disabled)|delivery_exhausted)$/, 'bad'],
  [/(review|required|expired|escalated|failing|disabling_soon|address_on_hold)$/, 'warning'],
];

/** Returns the title of an event; it contains nothing of the event's data. */
export function titleOf(event: TitledEvent): string {
  const secret = SECRET_TITLES[familyOf(event)];
  if (secret !== undefined) return secret;
  const { type } = event;
  const known = Object.hasOwn(TITLES, type) ? TITLES[type] : undefined;
  return known ?? sentence(type.replace(/^kyc\./, ''));
}

export function toneOf(event: TitledEvent): Tone {
  if (isSecret(event)) return 'neutral';
  return TONES.find(([pattern]) => pattern.test(event.type))?.[1] ?? 'neutral';
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
