import type { Pack, PayloadClass } from '../field-records.js';
import { EventType } from '../event-type.js';
import { Id } from '../field-decorators.js';
import { OPEN_NOTE, OpenPayload } from '../field-records.js';

/** The fields of every session event of this pack; further fields are the provider's own. */
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

/** The fields of both watchlist events; further fields are the provider's own. */
export class KycWatchlistPayload extends OpenPayload {
  @Id({ description: 'The subject that is monitored.' })
  subject_id: string;
}

function KycWatchlistEvent(type: string, happened: string): (payloadClass: PayloadClass) => void {
  return EventType({
    type,
    description: `${happened} ${OPEN_NOTE}`,
    entityId: 'subject_id',
    example: { subject_id: 'sub_9b1d3f57' },
    isOpen: true,
    isConfidential: true,
  });
}

@KycWatchlistEvent(
  'kyc.watchlist.match_detected',
  'Monitoring has found a new match for a subject.',
)
export class KycWatchlistMatchDetected extends KycWatchlistPayload {}

@KycWatchlistEvent('kyc.watchlist.status_changed', 'The status of a monitored subject has changed.')
export class KycWatchlistStatusChanged extends KycWatchlistPayload {}

export const kycPack: Pack = {
  name: 'kyc',
  events: [
    KycSessionCreated,
    KycSessionCompleted,
    KycSessionProcessed,
    KycSessionApproved,
    KycSessionRejected,
    KycSessionManualReview,
    KycWatchlistMatchDetected,
    KycWatchlistStatusChanged,
  ],
};
