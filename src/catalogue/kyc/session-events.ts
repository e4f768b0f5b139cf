import { EventType } from '../event-type.js';
import { Id } from '../field-decorators.js';
import { OpenPayload } from '../open-payload.js';

/** What every session event of this pack carries; further fields are the provider's own. */
export class KycSessionPayload extends OpenPayload {
  @Id({ description: 'Alone is checked: what else belongs to the event is up to the provider.' })
  session_id: string;
}

const EXAMPLE = { session_id: 'ses_2c4e6a80' } as const;

@EventType({
  type: 'kyc.session.created',
  description: 'A session was created.',
  entityId: 'session_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycSessionCreated extends KycSessionPayload {}

@EventType({
  type: 'kyc.session.completed',
  description: 'The user has completed the session.',
  entityId: 'session_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycSessionCompleted extends KycSessionPayload {}

@EventType({
  type: 'kyc.session.processed',
  description: 'What the session collected was processed; the results are there.',
  entityId: 'session_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycSessionProcessed extends KycSessionPayload {}

@EventType({
  type: 'kyc.session.approved',
  description: 'The session was approved.',
  entityId: 'session_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycSessionApproved extends KycSessionPayload {}

@EventType({
  type: 'kyc.session.rejected',
  description: 'The session was rejected.',
  entityId: 'session_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycSessionRejected extends KycSessionPayload {}

@EventType({
  type: 'kyc.session.manual_review',
  description: 'The session waits for a reviewer.',
  entityId: 'session_id',
  example: EXAMPLE,
  isOpen: true,
})
export class KycSessionManualReview extends KycSessionPayload {}
