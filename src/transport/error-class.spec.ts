import { describe, expect, it } from 'vitest';
import { classifyError, explainFailure } from './error-class.js';
import { ResolveError } from './resolve-error.js';
import { BlockedAddressError, DeadlineError, UnsendableError } from './transport-errors.js';

const withCode = (code: string, message = 'failed') => Object.assign(new Error(message), { code });

describe('classifyError', () => {
  it.each([
    [new DeadlineError(10_000, 'waiting'), 'timeout'],
    [new BlockedAddressError('a.example', '10.0.0.5', 'private-use'), 'blocked_address'],
    [new ResolveError('a.example', 'no_name'), 'dns'],
    [new UnsendableError('no'), 'internal'],
    [withCode('ECONNREFUSED'), 'connect'],
    [withCode('EHOSTUNREACH'), 'connect'],
    [withCode('ENETUNREACH'), 'connect'],
    [withCode('ETIMEDOUT'), 'connect'],
    [withCode('ECONNRESET'), 'reset'],
    [withCode('EPIPE'), 'reset'],
    [withCode('UND_ERR_SOCKET', 'other side closed'), 'reset'],
    [withCode('UND_ERR_SOCKET', 'bad upgrade'), 'protocol'],
    [withCode('UND_ERR_SOCKET', 'bad response'), 'protocol'],
    [withCode('UND_ERR_HEADERS_OVERFLOW'), 'protocol'],
    [withCode('HPE_INVALID_CONSTANT'), 'protocol'],
    [withCode('CERT_HAS_EXPIRED'), 'tls_expired'],
    [withCode('CERT_NOT_YET_VALID'), 'tls_expired'],
    [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls_hostname'],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls_untrusted'],
    [withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'tls_untrusted'],
    [withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls_untrusted'],
    [withCode('EPROTO'), 'tls'],
    [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls'],
    [withCode('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'tls'],
    [withCode('EMFILE'), 'internal'],
    [withCode('UND_ERR_INVALID_ARG'), 'internal'],
    [new Error('anything'), 'internal'],
    ['not even an error', 'internal'],
    [null, 'internal'],
  ])('%s is %s', (error, errorClass) => {
    expect(classifyError(error)).toBe(errorClass);
  });
});

describe('explainFailure', () => {
  it('says what happened and what to do, with the code where there is one', () => {
    expect(explainFailure('connect', withCode('ECONNREFUSED'))).toBe(
      'No connection could be opened (ECONNREFUSED); check that the endpoint is running and reachable.',
    );
    expect(
      explainFailure(
        'blocked_address',
        new BlockedAddressError('a.example', '10.0.0.5', 'private-use'),
      ),
    ).toBe(
      'The host name resolved to 10.0.0.5, an address of range private-use; no connection was made.',
    );
    expect(explainFailure('timeout', new DeadlineError(300, 'securing'))).toBe(
      'No response within 300 ms; the time ran out while negotiating TLS.',
    );
  });
});
