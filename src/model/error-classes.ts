/** Why an attempt failed: the closed set of `error.class`. */
export const ERROR_CLASSES = [
  'timeout',
  'dns',
  'connect',
  'reset',
  'tls_expired',
  'tls_untrusted',
  'tls_hostname',
  'tls',
  'protocol',
  'redirect',
  'blocked_address',
  'http_status',
  // Of mail servers: 4xx, and the 5xx that blame the address, us or the mail.
  'smtp_temporary',
  'smtp_recipient',
  'smtp_sender',
  'smtp_message',
  'smtp_auth',
  'worker_lost',
  'internal',
] as const;

export type ErrorClass = (typeof ERROR_CLASSES)[number];
