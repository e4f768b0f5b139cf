import type { ErrorClass } from '../model/index.js';
import { ResolveError } from './resolve-error.js';
import {
  BlockedAddressError,
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

// X509_V_ERR_… names as node reports them, but those that have a class of their own.
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

/** The class of what node, OpenSSL, undici or this transport threw; `internal` for anything unknown. */
export function classifyError(error: unknown): ErrorClass {
  if (error instanceof DeadlineError) return 'timeout';
  if (error instanceof BlockedAddressError) return 'blocked_address';
  if (error instanceof ResolveError) return 'dns';
  if (error instanceof UnreadableResponseError) return 'protocol';
  if (error instanceof UnsendableError || !(error instanceof Error)) return 'internal';
  const code = codeOf(error);
  if (code === 'UND_ERR_SOCKET') return error.message.startsWith('bad ') ? 'protocol' : 'reset';
  // undici's parser errors have a code in some versions only.
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError') return 'protocol';
  if (UNTRUSTED_CODES.has(code)) return 'tls_untrusted';
  const known = BY_CODE[code];
  if (known) return known;
  return /^ERR_(SSL|TLS|OSSL)_/.test(code) ? 'tls' : 'internal';
}

/** The `code` property of an error, or an empty string. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
