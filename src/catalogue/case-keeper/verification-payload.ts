import { EventType } from '../event-type.js';
import type { PayloadClass } from '../field-records.js';
import { Id } from '../field-decorators.js';
import { OPEN_NOTE, OpenPayload } from '../open-payload.js';

/** What every verification event carries; further fields are those of the verification itself. */
export class VerificationPayload extends OpenPayload {
  @Id({ description: 'The verification.' })
  id: string;
}

const FURTHER =
  `${OPEN_NOTE} They hold the verification with the results so far, as the API of verifications ` +
  'gives it; links to files among them may be given as asset references, to be signed afresh.';

/** An event type about a verification. `key` is the type's whole name. */
export function VerificationEvent(
  key: string,
  happened: string,
): (payloadClass: PayloadClass) => void {
  return EventType({
    type: key,
    description: `${happened} ${FURTHER}`,
    entityId: 'id',
    example: { id: '01234567-89ab-cdef-0123-456789abcdef' },
    isOpen: true,
  });
}
