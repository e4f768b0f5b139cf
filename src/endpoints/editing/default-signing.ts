import type { Format } from '../../formats/index.js';
import { DEFAULT_PROFILES } from '../../signing/index.js';
import type { SigningProfile } from '../../signing/index.js';

/** The signing profiles of an endpoint that is made without any: what receivers of its format check. */
export function defaultSigning(format: Format): SigningProfile[] {
  return format === 'event-type' ? ['qoreid', 'standard'] : [...DEFAULT_PROFILES];
}
