/** Groups of event types with the same label in mails. */
export type MailFamily =
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

export function familyOf(type: string): MailFamily {
  if (WATCHLIST.some((pattern) => pattern.test(type))) return 'watchlist';
  const [first = ''] = type.replace(/^kyc\./, '').split('.');
  return (Object.hasOwn(BY_FIRST_WORD, first) ? BY_FIRST_WORD[first] : undefined) ?? 'other';
}

/** Returns the label above the title. */
export function labelOf(family: MailFamily): string {
  return LABELS[family];
}
