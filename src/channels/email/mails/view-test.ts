import { utcText } from './utc-text.js';
import type { MailView } from './mail-view.js';

/** What `npm run mail:test` sends. */
export function viewTest({ server, now }: { server: string; now: Date }): MailView {
  return {
    subject: 'Test mail',
    preview: 'Mails can be sent.',
    label: 'Test',
    title: 'Mails can be sent',
    tone: 'good',
    lead: 'This mail came through the mail server that is set up for notifications.',
    isSandbox: false,
    facts: [
      { label: 'Mail server', value: server, isCode: true },
      { label: 'Sent', value: utcText(now) ?? '', isCode: false },
    ],
    groups: [],
    items: [],
    more: 0,
    advice: null,
    button: null,
    footer: 'Somebody who manages the mail server settings has asked for this mail.',
  };
}
