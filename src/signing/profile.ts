export const ALGORITHMS = ['sha256', 'sha384', 'sha512', 'sha1'] as const;
export const ENCODINGS = ['hex', 'base64'] as const;
export const KEYS = ['utf8', 'base64'] as const;
export const TIMESTAMPS = ['attempt', 'created'] as const;

/** The definition of one signature header. The first entry of each list above is the default of its field. */
export interface ProfileObject {
  /** The header's name. */
  header: string;
  /** The signed content: `{body}` exactly once; `{id}` is the event id, `{timestamp}` Unix seconds. */
  content: string;
  /** The value of the header: `{signature}` exactly once, `{timestamp}` if the receiver needs it. */
  value: string;
  /**
   * The text between two signatures in place of `{signature}`. With it the header carries one signature
   * per live secret, the newest first. Without it the header carries one signature.
   */
  separator?: string;
  algorithm?: (typeof ALGORITHMS)[number];
  encoding?: (typeof ENCODINGS)[number];
  /**
   * The HMAC key: `utf8` uses the UTF-8 bytes of the whole secret. `base64` decodes the part after
   * `whsec_`; a secret without that prefix is used as UTF-8 bytes.
   */
  key?: (typeof KEYS)[number];
  /** The time of `{timestamp}`: this attempt, or the creation of the event. */
  timestamp?: (typeof TIMESTAMPS)[number];
}

/** The profiles with a name. Each is an object like a tenant's own profile. */
export const PRESETS = {
  // Standard Webhooks 1.0.0, "Signature scheme".
  standard: {
    header: 'webhook-signature',
    content: '{id}.{timestamp}.{body}',
    value: 'v1,{signature}',
    separator: ' v1,',
    algorithm: 'sha256',
    encoding: 'base64',
    key: 'base64',
    timestamp: 'attempt',
  },
  'x-webhook': {
    header: 'X-Webhook-Signature',
    content: '{body}',
    value: 'sha256={signature}',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'utf8',
  },
  'x-webhook-timestamped': {
    header: 'X-Webhook-Signature',
    content: '{timestamp}.{body}',
    value: 'sha256={signature}',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'utf8',
    timestamp: 'created',
  },
  verifa: {
    header: 'X-Verifa-Signature',
    content: '{timestamp}.{body}',
    value: 't={timestamp},v1={signature}',
    separator: ',v1=',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'utf8',
    timestamp: 'attempt',
  },
  qoreid: {
    header: 'x-verifyme-signature',
    content: '{body}',
    value: '{signature}',
    algorithm: 'sha512',
    encoding: 'hex',
    key: 'utf8',
  },
} as const satisfies Record<string, ProfileObject>;

export type PresetName = keyof typeof PRESETS;

/** An entry of an endpoint's `signing`: the name of a preset, or a profile of the tenant's own. */
export type SigningProfile = PresetName | ProfileObject;

export const DEFAULT_PROFILES: readonly SigningProfile[] = ['standard', 'x-webhook'];

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

export function resolveProfile(profile: SigningProfile): ProfileObject {
  return typeof profile === 'string' ? PRESETS[profile] : profile;
}

/**
 * Returns every header that the profiles may send, in lower case: the signature headers, and the `-next`
 * header of each that carries one signature, which is sent during a rotation.
 */
export function signatureHeaderNames(profiles: readonly SigningProfile[]): string[] {
  return profiles.map(resolveProfile).flatMap(({ header, separator }) => {
    const name = header.toLowerCase();
    return separator === undefined ? [name, `${name}-next`] : [name];
  });
}

/** Headers that belong to the connection, to the body or to Postrider; in lower case. */
export const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'x-webhook-attempt',
  'x-webhook-delivery-id',
  'x-webhook-id',
  'x-webhook-sequence',
  'x-webhook-timestamp',
]);
