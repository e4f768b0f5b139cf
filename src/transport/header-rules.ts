const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

// The transport writes these itself: another value would break the framing or the routing.
const TRANSPORT_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

// axios drops them silently where it merges configuration.
const LOST_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** A field name as RFC 9110 section 5.1 has it, a token, and one that would reach the receiver. */
export function isValidHeaderName(name: string): boolean {
  return TOKEN.test(name) && !LOST_NAMES.has(name.toLowerCase());
}

/** A field value as RFC 9110 section 5.5 has it, sent as latin1: no CR, LF, NUL or other controls. */
export function isValidHeaderValue(value: string): boolean {
  return FIELD_VALUE.test(value);
}

/** True for names that no caller may set, because the transport owns them (framing, routing, hops). */
export function isTransportHeader(name: string): boolean {
  return TRANSPORT_HEADERS.has(name.toLowerCase());
}
