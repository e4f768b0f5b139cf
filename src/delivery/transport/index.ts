export { addressVerdict, parseCidrs } from './address-rules.js';
export type { AddressVerdict, Cidr } from './address-rules.js';
export type { ErrorClass } from './error-class.js';
export type { RawResponse } from './exchange.js';
export { isTransportHeader, isValidHeaderName, isValidHeaderValue } from './header-rules.js';
export { createSender } from './send-http.js';
export type {
  AttemptTimings,
  OutgoingRequest,
  Sender,
  SenderOptions,
  SendResult,
} from './send-http.js';
export { checkUrl } from './url-policy.js';
export type { UrlPolicy, UrlRefusal, UrlVerdict } from './url-policy.js';
