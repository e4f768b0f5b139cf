import { EventType } from '../event-type.js';
import { NumericId } from '../field-decorators.js';
import type { PayloadClass } from '../field-records.js';
import { OPEN_NOTE, OpenPayload } from '../open-payload.js';

/** What every event of this pack carries; further fields are those of the verification itself. */
export class ThirdPartyVerificationPayload extends OpenPayload {
  @NumericId({ description: 'The verification request.' })
  id: string | number;
}

/** An event type named `<event>.<event type>`. */
export function ThirdPartyVerificationEvent(
  type: string,
  happened: string,
): (payloadClass: PayloadClass) => void {
  return EventType({
    type,
    description: `${happened} ${OPEN_NOTE}`,
    entityId: 'id',
    example: { id: 184_207 },
    isOpen: true,
  });
}
