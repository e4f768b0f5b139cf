import type { ErrorClass } from '../model/index.js';
import { ResolveError } from './resolve-error.js';
import {
  BlockedAddressError,
  BlockedTargetError,
  DeadlineError,
  UnreadableResponseError,
  UnsendableError,
} from './transport-errors.js';

export type { ErrorClass };

const BY_CODE: Record<string, ErrorClass> = {
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_hostname',
  HOSTNAME_MISMATCH: 'tls_hostname',
  EPROTO: 'tls',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ECONNREFUSED: 'connect',
  ETIMEDOUT: 'connect',
  EHOSTUNREACH: 'connect',
  EHOSTDOWN: 'connect',
  ENETUNREACH: 'connect',
  ENETDOWN: 'connect',
  EADDRNOTAVAIL: 'connect',
  EACCES: 'connect',
  EPERM: 'connect',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'protocol',
  ERR_ASSERTION: 'protocol',
};

// X509_V_ERR_… names as Node reports them, without those that have their own class.
const UNTRUSTED_CODES = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

/** Returns the class of an error of Node, OpenSSL, undici or this transport; `internal` if it is unknown. */
export function classifyError(error: unknown): ErrorClass {
  if (error instanceof DeadlineError) return 'timeout';
  if (error instanceof BlockedAddressError || error instanceof BlockedTargetError) {
    return 'blocked_address';
  }
  if (error instanceof ResolveError) return 'dns';
  if (error instanceof UnreadableResponseError) return 'protocol';
  if (error instanceof UnsendableError || !(error instanceof Error)) return 'internal';
  const code = codeOf(error);
  if (code === 'UND_ERR_SOCKET') return error.message.startsWith('bad ') ? 'protocol' : 'reset';
  // Only some versions of undici set a code on parser errors.
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError') return 'protocol';
  if (UNTRUSTED_CODES.has(code)) return 'tls_untrusted';
  const known = BY_CODE[code];
  if (known) return known;
  return /^ERR_(SSL|TLS|OSSL)_/.test(code) ? 'tls' : 'internal';
}

/** Returns the `code` property of an error, or an empty string. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

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

/**
 * Returns one sentence about a failed attempt that the tenant can read. It holds no body data and no
 * secret.
 */
export function explainFailure(errorClass: ErrorClass, error: unknown): string {
  if (error instanceof UnreadableResponseError) return error.message;
  const code = codeOf(error);
  const explain = EXPLANATIONS[errorClass];
  if (explain) return explain(code === '' ? '' : ` (${code})`);
  return error instanceof Error ? error.message : 'The request could not be sent.';
}

/** Returns one sentence about a response that is not a 2xx. */
export function explainStatus(status: number): string {
  return status >= 300 && status < 400
    ? `The receiver answered ${status}; redirects are not followed: enter the final URL.`
    : `The receiver answered ${status}; only a 2xx status counts as delivered.`;
}
