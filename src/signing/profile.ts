export const ALGORITHMS = ['sha256', 'sha384', 'sha512', 'sha1'] as const;
export const ENCODINGS = ['hex', 'base64'] as const;
export const KEYS = ['utf8', 'base64'] as const;
export const TIMESTAMPS = ['attempt', 'created'] as const;

/** One signature header, as data. The first of each list above is the default of its field. */
export interface ProfileObject {
  /** The header's name. */
  header: string;
  /** What is signed: `{body}` once; `{id}` is the event id, `{timestamp}` unix seconds. */
  content: string;
  /** What the header says: `{signature}` once; `{timestamp}` where the receiver needs it. */
  value: string;
  /**
   * What stands between two signatures where `{signature}` is filled in. With it the header carries
   * one signature per live secret, the newest first; without it the header holds one only.
   */
  separator?: string;
  algorithm?: (typeof ALGORITHMS)[number];
  encoding?: (typeof ENCODINGS)[number];
  /**
   * The HMAC key: `utf8` is the whole secret as it is spelled; `base64` is the decoded part after
   * `whsec_`, and the UTF-8 bytes of a secret without that prefix.
   */
  key?: (typeof KEYS)[number];
  /** Which moment `{timestamp}` is: this attempt, or the creation of the event. */
  timestamp?: (typeof TIMESTAMPS)[number];
}

/** The profiles that go by a name; each is an object like a tenant's own. */
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
 * Every header that the profiles may send, in lower case: those of signatures, and beside each that
 * holds one signature only, its `-next`, which appears during a rotation.
 */
export function signatureHeaderNames(profiles: readonly SigningProfile[]): string[] {
  return profiles.map(resolveProfile).flatMap(({ header, separator }) => {
    const name = header.toLowerCase();
    return separator === undefined ? [name, `${name}-next`] : [name];
  });
}
