import { codeOf } from './error-class.js';
import type { ErrorClass } from './error-class.js';
import { UnreadableResponseError } from './transport-errors.js';

const EXPLANATIONS: Partial<Record<ErrorClass, (code: string) => string>> = {
  connect: (code) =>
    `No connection could be opened${code}; check that the endpoint is running and reachable.`,
  reset: (code) =>
    `The receiver closed the connection before its response headers were complete${code}.`,
  tls_expired: (code) =>
    `The certificate of the receiver is expired or not yet valid${code}; renew it.`,
  tls_untrusted: (code) =>
    `The certificate of the receiver is not trusted${code}; install one of a public authority with its full chain.`,
  tls_hostname: (code) => `The certificate of the receiver does not cover this host name${code}.`,
  tls: (code) =>
    `TLS could not be negotiated${code}; check that the port speaks TLS 1.2 or newer and asks for no client certificate.`,
  protocol: (code) => `What the receiver sent is no valid HTTP/1.1 response${code}.`,
};

/** One plain sentence on a failed attempt, for the customer: never body data, never a secret. */
export function explainFailure(errorClass: ErrorClass, error: unknown): string {
  if (error instanceof UnreadableResponseError) return error.message;
  const code = codeOf(error);
  const explain = EXPLANATIONS[errorClass];
  if (explain) return explain(code === '' ? '' : ` (${code})`);
  return error instanceof Error ? error.message : 'The request could not be sent.';
}

/** One plain sentence on a response that is no success. */
export function explainStatus(status: number): string {
  return status >= 300 && status < 400
    ? `The receiver answered ${status}; redirects are not followed: enter the final URL.`
    : `The receiver answered ${status}; only a 2xx status counts as delivered.`;
}
