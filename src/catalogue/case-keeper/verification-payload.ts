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
    example: { id: '3f0c8a52-6d1e-4b79-9a04-c5e7d2b81f36' },
    isOpen: true,
  });
}
