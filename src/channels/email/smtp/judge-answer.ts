import type { ErrorClass } from '../../../transport/index.js';

/** What a mail server said no with. */
export interface Refusal {
  /** Three digits (RFC 5321). */
  code: number;
  /** The whole answer. */
  text: string;
  /** The command that it answers. */
  command: string;
}

export interface Judgement {
  errorClass: ErrorClass;
  /** The address takes no mails: nothing is sent to it before somebody has looked. */
  isAddressRefused: boolean;
}

/**
 * Basic codes that blame the address where no enhanced one says more: no such mailbox, not here, not a
 * name, a domain without mail (RFC 7504), bad syntax. 552 and 554 speak of room and of policy.
 */
const ADDRESS_CODES = [501, 521, 550, 551, 553, 556];

/**
 * Enhanced codes (RFC 3463 and its registry) that blame the address: it does not exist, it cannot be
 * written to, its mailbox is disabled. Not among them: a bad sender (1.7, 1.8), a full mailbox (2.2).
 */
const ADDRESS_DETAILS = /^5\.(?:1\.(?:0|1|2|3|4|5|6|10)|2\.1|4\.1|7\.13)$/;

/** Answers without an enhanced code that blame us although their code blames the address. */
const POLICY_WORDS =
  /relay|spam|polic|block|black\s?list|reputation|authenticat|denied by|spf|dkim|dmarc/i;

/** What a refusal means: only one of the address itself ends the attempts to reach it. */
export function judgeAnswer({ code, text, command }: Refusal): Judgement {
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

function blames(errorClass: ErrorClass): Judgement {
  return { errorClass, isAddressRefused: false };
}
