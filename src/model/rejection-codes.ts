/** What a refused publish is refused for: the set of `code` of those that are kept. */
export const REJECTION_CODES = [
  'validation_failed',
  'unknown_event_type',
  'payload_too_large',
  'not_storable',
  'asset_not_allowed',
  'asset_store_not_configured',
  'unsafe_integer',
  'unsafe_number',
  'duplicate_key',
  'lone_surrogate',
  'too_deep',
  'too_many_members',
  'too_many_values',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];
