import type { SendingEndpoint } from '../endpoints/index.js';
import type { RenderedBody, RenderedEvent } from '../formats/index.js';
import type { Signer } from '../signing/index.js';

/** An endpoint with everything that stays the same between attempts worked out. */
export interface PreparedEndpoint extends SendingEndpoint {
  sign: Signer;
  /**
   * The body in the endpoint's format, with as much of the data as it wants. Of several events only
   * where the format is an array.
   */
  render: (events: readonly RenderedEvent[]) => RenderedBody;
  /** Lower-case names of headers whose values are secret: signatures, and the tenant's own headers. */
  secretHeaders: ReadonlySet<string>;
}
