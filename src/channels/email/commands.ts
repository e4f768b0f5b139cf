import { utcText } from './mails/mail-facts.js';
import type { MailView } from './mails/mail-view.js';

/** The exports that the mail commands in `scripts/` load from the build. */
export { viewDigest } from './mails/view-digest.js';
export { viewEvent } from './mails/view-event.js';
export { composeMail } from './smtp/compose-mail.js';
export { createMailSender } from './smtp/send-mail.js';
export { renderMail } from './templates/render-mail.js';

/** Builds the mail that `npm run mail:test` sends. */
export function viewTest({ server, now }: { server: string; now: Date }): MailView {
  return {
    subject: 'Test mail',
    preview: 'Mails can be sent.',
    label: 'Test',
    title: 'Mails can be sent',
    tone: 'good',
    lead: 'This mail was sent through the mail server that is configured for notifications.',
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
    footer: 'An administrator of the mail server settings has requested this mail.',
  };
}
