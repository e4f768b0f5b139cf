const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

// The transport writes these headers itself. Another value would break the framing or the routing.
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

// axios drops these names silently when it merges configuration.
const LOST_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** Returns true for a field name (a token, RFC 9110 section 5.1) that reaches the receiver. */
export function isValidHeaderName(name: string): boolean {
  return TOKEN.test(name) && !LOST_NAMES.has(name.toLowerCase());
}

/** Returns true for a field value (RFC 9110 section 5.5) in latin1 without control characters. */
export function isValidHeaderValue(value: string): boolean {
  return FIELD_VALUE.test(value);
}

/** Returns true for names that no caller may set because the transport writes them. */
export function isTransportHeader(name: string): boolean {
  return TRANSPORT_HEADERS.has(name.toLowerCase());
}
