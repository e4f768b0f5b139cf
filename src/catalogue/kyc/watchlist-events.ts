import { EventType } from '../event-type.js';
import { Id } from '../field-decorators.js';
import { OpenPayload } from '../open-payload.js';

/** What both watchlist events carry; further fields are the provider's own. */
export class KycWatchlistPayload extends OpenPayload {
  @Id({
    description:
      'The subject that is monitored. Alone is checked: what else belongs to the event is up to the provider.',
  })
  subject_id: string;
}

const EXAMPLE = { subject_id: 'sub_9b1d3f57' } as const;

@EventType({
  type: 'kyc.watchlist.match_detected',
  description: 'Monitoring has found a new match for a subject.',
  entityId: 'subject_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycWatchlistMatchDetected extends KycWatchlistPayload {}

@EventType({
  type: 'kyc.watchlist.status_changed',
  description: 'The status of a monitored subject has changed.',
  entityId: 'subject_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycWatchlistStatusChanged extends KycWatchlistPayload {}
