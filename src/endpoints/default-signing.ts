import type { Format } from '../delivery/formats/index.js';
import { DEFAULT_PROFILES } from '../delivery/signature/index.js';
import type { SigningProfile } from '../delivery/signature/index.js';

/** The signing profiles of an endpoint that is made without any: what receivers of its format check. */
export function defaultSigning(format: Format): SigningProfile[] {
  return format === 'event-type' ? ['qoreid', 'standard'] : [...DEFAULT_PROFILES];
}
