import { EventType } from '../event-type.js';
import { Id } from '../field-decorators.js';
import { OPEN_NOTE, OpenPayload } from '../open-payload.js';
import type { PayloadClass } from '../field-records.js';

/** What every session event of this pack carries; further fields are the provider's own. */
export class KycSessionPayload extends OpenPayload {
  @Id()
  session_id: string;
}

function KycSessionEvent(type: string, happened: string): (payloadClass: PayloadClass) => void {
  return EventType({
    type,
    description: `${happened} ${OPEN_NOTE}`,
    entityId: 'session_id',
    example: { session_id: 'ses_2c4e6a80' },
    isOpen: true,
  });
}

@KycSessionEvent('kyc.session.created', 'A session was created.')
export class KycSessionCreated extends KycSessionPayload {}

@KycSessionEvent('kyc.session.completed', 'The user has completed the session.')
export class KycSessionCompleted extends KycSessionPayload {}

@KycSessionEvent(
  'kyc.session.processed',
  'What the session collected was processed; the results are there.',
)
export class KycSessionProcessed extends KycSessionPayload {}

@KycSessionEvent('kyc.session.approved', 'The session was approved.')
export class KycSessionApproved extends KycSessionPayload {}

@KycSessionEvent('kyc.session.rejected', 'The session was rejected.')
export class KycSessionRejected extends KycSessionPayload {}

@KycSessionEvent('kyc.session.manual_review', 'The session waits for a reviewer.')
export class KycSessionManualReview extends KycSessionPayload {}
