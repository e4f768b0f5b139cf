import { EventType } from '../event-type.js';
import { Id } from '../field-decorators.js';
import { OPEN_NOTE, OpenPayload } from '../open-payload.js';
import type { PayloadClass } from '../field-records.js';

/** What both watchlist events carry; further fields are the provider's own. */
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
  });
}

@KycWatchlistEvent(
  'kyc.watchlist.match_detected',
  'Monitoring has found a new match for a subject.',
)
export class KycWatchlistMatchDetected extends KycWatchlistPayload {}

@KycWatchlistEvent('kyc.watchlist.status_changed', 'The status of a monitored subject has changed.')
export class KycWatchlistStatusChanged extends KycWatchlistPayload {}
