import type { Environment } from './environment.js';
import type { MailFrom, SmtpTarget } from './parse-mail.js';

/** The mail server and the sender of mails. */
export interface MailSettings {
  readonly server: SmtpTarget;
  readonly from: MailFrom;
}

/** Returns the problem if only one of the two variables is set. */
export function mailProblems(env: NodeJS.ProcessEnv): string[] {
  const isSet = (name: string) => (env[name]?.trim() ?? '') !== '';
  const [given, ...others] = ['SMTP_URL', 'MAIL_FROM'].filter(isSet);
  if (given === undefined || others.length > 0) return [];
  const missing = given === 'SMTP_URL' ? 'MAIL_FROM' : 'SMTP_URL';
  return [`${missing} is required when ${given} is set`];
}

/** Returns the mail settings, or undefined if no mail is sent. */
export function mailOf({ SMTP_URL, MAIL_FROM }: Environment): MailSettings | undefined {
  return SMTP_URL && MAIL_FROM && Object.freeze({ server: SMTP_URL, from: MAIL_FROM });
}
