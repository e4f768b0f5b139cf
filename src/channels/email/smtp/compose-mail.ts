import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailFrom } from '../../../config/index.js';

/** A mail before MIME encoding. */
export interface MailContent {
  from: MailFrom;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets. */
  messageId: string;
  date: Date;
  headers: Record<string, string>;
}

/** Returns the bytes of a mail (RFC 5322) in plain text and HTML. Line breaks in header values become spaces. */
export function composeMail(content: MailContent): Promise<Buffer> {
  const { from, to, subject, text, html, messageId, date, headers } = content;
  const composer = new MailComposer({
    from: { name: oneLine(from.name ?? ''), address: from.address },
    to: { name: '', address: to },
    subject: oneLine(subject),
    text,
    html,
    messageId: `<${messageId}>`,
    date,
    headers: Object.entries(headers).map(([key, value]) => ({ key, value: oneLine(value) })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
