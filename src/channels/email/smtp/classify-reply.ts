import type { ErrorClass } from '../../../transport/index.js';

/** A negative reply of a mail server. */
export interface SmtpReply {
  /** Three digits (RFC 5321). */
  code: number;
  /** The whole reply. */
  text: string;
  /** The command that was refused. */
  command: string;
}

export interface ReplyClass {
  errorClass: ErrorClass;
  /** The address does not accept mails: its deliveries are held until the endpoint is resumed. */
  isAddressRefused: boolean;
}

/**
 * Basic codes that refer to the address if there is no enhanced code: no such mailbox, not local, invalid
 * name, a domain without mail (RFC 7504), bad syntax. 552 and 554 refer to storage and policy.
 */
const ADDRESS_CODES = [501, 521, 550, 551, 553, 556];

/**
 * Enhanced codes (RFC 3463 and its registry) that refer to the address: it does not exist, is not valid,
 * or its mailbox is disabled. A bad sender (1.7, 1.8) and a full mailbox (2.2) are not among them.
 */
const ADDRESS_DETAILS = /^5\.(?:1\.(?:0|1|2|3|4|5|6|10)|2\.1|4\.1|7\.13)$/;

/** Replies without an enhanced code that refuse the sender although their code refers to the address. */
const POLICY_WORDS =
  /relay|spam|polic|block|black\s?list|reputation|authenticat|denied by|spf|dkim|dmarc/i;

/** Classifies a negative reply: only one that refers to the address ends the attempts to reach it. */
export function classifyReply({ code, text, command }: SmtpReply): ReplyClass {
  if (command.startsWith('AUTH')) return blames('smtp_auth');
  if (command === 'STARTTLS') return blames('tls');
  if (code < 400) return blames('protocol');
  if (code < 500) return blames('smtp_temporary');
  const isAboutAddress = command === 'RCPT TO' || command === 'DATA';
  if (isAboutAddress && blamesAddress(code, text, command)) {
    return { errorClass: 'smtp_recipient', isAddressRefused: true };
  }
  if (code === 530 || code === 535 || code === 534 || code === 538) return blames('smtp_auth');
  return blames(command === 'DATA' ? 'smtp_message' : 'smtp_sender');
}

function blamesAddress(code: number, text: string, command: string): boolean {
  const detail = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  if (detail !== undefined) return ADDRESS_DETAILS.test(detail);
  return command === 'RCPT TO' && ADDRESS_CODES.includes(code) && !POLICY_WORDS.test(text);
}

function blames(errorClass: ErrorClass): ReplyClass {
  return { errorClass, isAddressRefused: false };
}
