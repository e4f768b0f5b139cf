import { describe, expect, it } from 'vitest';
import { classifyReply } from './classify-reply.js';

const classify = (command: string, text: string) =>
  classifyReply({ command, text, code: Number(text.slice(0, 3)) });

describe('classifyReply', () => {
  it.each([
    ['RCPT TO', '550 5.1.1 <a@example.com>: user unknown'],
    ['RCPT TO', '550 No such user here'],
    ['RCPT TO', '551 User not local'],
    ['RCPT TO', '553 Mailbox name not allowed'],
    ['RCPT TO', '501 Bad address syntax'],
    ['RCPT TO', '556 5.1.10 Recipient address has null MX'],
    ['RCPT TO', '550-5.1.1 The account does not exist.\n550 5.1.1 See our help'],
    ['RCPT TO', '550 5.4.1 Recipient address rejected: Access denied'],
    ['RCPT TO', '550 5.2.1 The account is disabled'],
    ['DATA', '550 5.1.1 No such user'],
  ])('holds the address: %s → %s', (command, text) => {
    expect(classify(command, text)).toEqual({
      errorClass: 'smtp_recipient',
      isAddressRefused: true,
    });
  });

  it.each([
    ['RCPT TO', '450 4.2.0 Greylisted', 'smtp_temporary'],
    ['RCPT TO', '452 4.2.2 Mailbox full', 'smtp_temporary'],
    ['MAIL FROM', '421 4.7.0 Try again later', 'smtp_temporary'],
    ['RCPT TO', '552 5.2.2 Mailbox full', 'smtp_sender'],
    ['RCPT TO', '550 5.7.1 Relaying denied', 'smtp_sender'],
    ['RCPT TO', '550 relay not permitted', 'smtp_sender'],
    ['RCPT TO', '554 5.7.1 Client host blocked', 'smtp_sender'],
    ['RCPT TO', '550 5.1.8 Sender address rejected', 'smtp_sender'],
    ['RCPT TO', '530 5.7.0 Authentication required', 'smtp_auth'],
    ['MAIL FROM', '550 5.7.60 Not allowed to send as this sender', 'smtp_sender'],
    ['MAIL FROM', '550 5.1.1 odd', 'smtp_sender'],
    ['AUTH PLAIN', '535 5.7.8 Bad credentials', 'smtp_auth'],
    ['AUTH LOGIN', '454 4.7.0 Temporary authentication failure', 'smtp_auth'],
    ['DATA', '554 5.6.0 Message refused', 'smtp_message'],
    ['DATA', '550 Spam', 'smtp_message'],
    ['DATA', '550 Message contains a virus', 'smtp_message'],
    ['STARTTLS', '502 Not implemented', 'tls'],
  ])('keeps trying: %s → %s', (command, text, errorClass) => {
    expect(classify(command, text)).toEqual({ errorClass, isAddressRefused: false });
  });
});
