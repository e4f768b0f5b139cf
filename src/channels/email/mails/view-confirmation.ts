import type { MailView } from './mail-view.js';

/** Builds the mail that asks a new recipient to confirm. It holds no text that a tenant has chosen. */
export function viewConfirmation(url: string, brand: string): MailView {
  return {
    subject: 'Confirm your address',
    preview: 'Notifications are sent to this address once you have confirmed it.',
    label: 'Confirmation',
    title: 'Do you want notifications at this address?',
    tone: 'neutral',
    lead: `This address was entered at ${brand} as a recipient of notifications about identity checks. None is sent before you confirm that you want them.`,
    isSandbox: false,
    facts: [],
    groups: [],
    items: [],
    more: 0,
    advice:
      'If you do not expect such notifications, ignore this mail. Nothing more is sent to you.',
    button: { label: 'Confirm this address', url },
    footer: 'This mail was sent because the address was entered as a recipient.',
  };
}
