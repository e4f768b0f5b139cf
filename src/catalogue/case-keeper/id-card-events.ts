import { FRONT_ID_CARD_EXAMPLE, BACK_ID_CARD_EXAMPLE } from './process-examples.js';
import { FrontIdCardPayload, BackIdCardPayload } from './process-payloads.js';
import { VerificationEvent } from './verification-payload.js';

@VerificationEvent(
  'verification.frontIdCardResult.created',
  'The front of the id card was read.',
  FRONT_ID_CARD_EXAMPLE,
)
export class FrontIdCardResultCreated extends FrontIdCardPayload {}

@VerificationEvent(
  'verification.frontIdCardResult.confirmed',
  'The applicant has confirmed what was read from the front of the id card, edited where edits are on.',
  FRONT_ID_CARD_EXAMPLE,
)
export class FrontIdCardResultConfirmed extends FrontIdCardPayload {}

@VerificationEvent(
  'verification.frontIdCardResult.updated',
  'The result for the front of the id card was changed.',
  FRONT_ID_CARD_EXAMPLE,
)
export class FrontIdCardResultUpdated extends FrontIdCardPayload {}

@VerificationEvent(
  'verification.backIdCardResult.created',
  'The back of the id card was read.',
  BACK_ID_CARD_EXAMPLE,
)
export class BackIdCardResultCreated extends BackIdCardPayload {}

@VerificationEvent(
  'verification.backIdCardResult.confirmed',
  'What was read from the back of the id card is confirmed, edited where edits are on.',
  BACK_ID_CARD_EXAMPLE,
)
export class BackIdCardResultConfirmed extends BackIdCardPayload {}

@VerificationEvent(
  'verification.backIdCardResult.updated',
  'The result for the back of the id card was changed.',
  BACK_ID_CARD_EXAMPLE,
)
export class BackIdCardResultUpdated extends BackIdCardPayload {}
