import { classifyError, DeadlineError, ResolveError } from '../../../transport/index.js';
import type { ErrorClass } from '../../../transport/index.js';
import { classifyReply } from './classify-reply.js';

/** The result of a mail that was not accepted. */
export interface MailFailure {
  answer: { code: number; text: string } | null;
  error: { class: ErrorClass; message: string };
  isAddressRefused: boolean;
}

/** The errors that the SMTP client throws: its own code, and that of the system or the server. */
interface SmtpError extends Error {
  code?: string;
  originalCode?: string;
  response?: string;
  responseCode?: number;
  command?: string;
}

const BY_CLIENT_CODE: Record<string, ErrorClass> = {
  ECONNECTION: 'reset',
  EPROTOCOL: 'protocol',
  ETLS: 'tls',
  EAUTH: 'smtp_auth',
  ETIMEDOUT: 'timeout',
  EMESSAGE: 'smtp_message',
};

const EXPLANATIONS: Partial<Record<ErrorClass, string>> = {
  connect: 'No connection to the mail server could be opened',
  reset: 'The mail server closed the connection before it had accepted the mail',
  tls_expired: 'The certificate of the mail server is expired or not yet valid',
  tls_untrusted:
    'The certificate of the mail server is not trusted; name its authority in EXTRA_CA_FILE',
  tls_hostname: 'The certificate of the mail server does not cover its host name',
  tls: 'TLS could not be negotiated with the mail server, or it offers no STARTTLS',
  protocol: 'The mail server sent an answer that is not valid SMTP',
  smtp_temporary: 'The mail server refused the mail temporarily',
  smtp_recipient: 'The mail server refused the address permanently',
  smtp_sender:
    'The mail server refused the sender; check MAIL_FROM and the permissions of the account',
  smtp_message: 'The mail server refused the mail itself',
  smtp_auth:
    'The mail server refused the login or requires one; check user and password in SMTP_URL',
};

/** Returns a sentence and an error class for an error of the SMTP client. */
export function explainMailFailure(thrown: unknown): MailFailure {
  if (thrown instanceof DeadlineError) return failure('timeout', thrown.message);
  if (thrown instanceof ResolveError) return failure('dns', explainName(thrown));
  const error = thrown as SmtpError;
  if (error.responseCode !== undefined && error.response !== undefined) {
    const { responseCode: code, response: text, command = '' } = error;
    const { errorClass, isAddressRefused } = classifyReply({ code, text, command });
    const message = `${EXPLANATIONS[errorClass] ?? 'The mail server refused'} (${code}).`;
    return { answer: { code, text }, error: { class: errorClass, message }, isAddressRefused };
  }
  const errorClass = classOf(error);
  const code = error.originalCode ?? error.code;
  const explanation = EXPLANATIONS[errorClass] ?? (thrown instanceof Error ? error.message : '');
  return failure(errorClass, `${explanation}${code === undefined ? '' : ` (${code})`}.`);
}

function explainName({ problem, codes }: ResolveError): string {
  return problem === 'no_name'
    ? 'The host name of the mail server does not exist or has no address; check SMTP_URL.'
    : `The host name of the mail server could not be resolved (${codes.join(', ')}); check the name servers of this host.`;
}

function classOf(error: SmtpError): ErrorClass {
  const { code = '', originalCode } = error;
  const system = classifyError(
    originalCode === undefined ? error : Object.assign(new Error(), { code: originalCode }),
  );
  return system === 'internal' ? (BY_CLIENT_CODE[code] ?? 'internal') : system;
}

function failure(errorClass: ErrorClass, message: string): MailFailure {
  return { answer: null, error: { class: errorClass, message }, isAddressRefused: false };
}
