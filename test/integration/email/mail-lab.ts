import { composeMail } from '../../../src/channels/email/smtp/compose-mail.js';
import { createMailSender } from '../../../src/channels/email/smtp/send-mail.js';
import type { MailSender } from '../../../src/channels/email/smtp/send-mail.js';
import { parseSmtpUrl } from '../../../src/config/parse-mail.js';
import { startMailServer } from '../../support/mail-server.js';
import type { MailServer } from '../../support/mail-server.js';

export const FROM = { address: 'kyc@postrider.test', name: 'KYC' };
export const LOGIN = { user: 'me@postrider.test', password: 'p:ä/s' };

const ends: (() => unknown)[] = [];

/** Closes every server and every sender that was opened here. */
export async function closeMails(): Promise<void> {
  for (const end of ends.splice(0).toReversed()) await end();
}

export async function mailServer(
  options: Parameters<typeof startMailServer>[0] = {},
): Promise<MailServer> {
  const server = await startMailServer(options);
  ends.push(() => server.close());
  return server;
}

export function senderTo(url: string, extraCa?: string): MailSender {
  const sender = createMailSender(parseSmtpUrl(url), extraCa);
  ends.push(() => sender.close());
  return sender;
}

export async function send(sender: MailSender, to = 'ada@example.test', timeoutMs = 5000) {
  const message = await composeMail({
    from: FROM,
    to,
    subject: 'Hello',
    text: 'Grüße\n.\nafter a dot\n',
    html: '<p>Grüße</p>',
    messageId: 'dlv_1@postrider.test',
    date: new Date(0),
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  return sender.send({ envelope: { from: FROM.address, to }, message, timeoutMs });
}
