export { addressVerdict, parseCidrs } from './address-rules.js';
export type { AddressVerdict } from './address-rules.js';
export { Deadline } from './transport-errors.js';
export { classifyError } from './error-class.js';
export type { ErrorClass } from './error-class.js';
export type { RawResponse } from './attempt.js';
export { createGuardedConnect } from './guarded-connect.js';
export type { ConnectTrace, GuardedConnect } from './guarded-connect.js';
export { isTransportHeader, isValidHeaderName, isValidHeaderValue } from './send-http.js';
export { checkNameServers, createSystemResolve } from './dns/index.js';
export type { DnsCheck, NameServerCheck, NameSources } from './dns/index.js';
export { createSender, toTimings } from './send-http.js';
export type {
  AttemptTimings,
  OutgoingRequest,
  Sender,
  SenderOptions,
  SendResult,
} from './send-http.js';
export { ResolveError } from './resolve-error.js';
export { DeadlineError } from './transport-errors.js';
export { checkUrl } from './url-policy.js';
export type { UrlPolicy, UrlRefusal, UrlVerdict } from './url-policy.js';
