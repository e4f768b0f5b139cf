import { VerificationEvent, VerificationPayload } from './verification-payload.js';

@VerificationEvent('verification.frontIdCardResult.created', 'The front of the id card was read.')
export class FrontIdCardResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.frontIdCardResult.confirmed',
  'The applicant has confirmed what was read from the front of the id card, edited where edits are on.',
)
export class FrontIdCardResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.frontIdCardResult.updated',
  'The result for the front of the id card was changed.',
)
export class FrontIdCardResultUpdated extends VerificationPayload {}

@VerificationEvent('verification.backIdCardResult.created', 'The back of the id card was read.')
export class BackIdCardResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.backIdCardResult.confirmed',
  'What was read from the back of the id card is confirmed, edited where edits are on.',
)
export class BackIdCardResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.backIdCardResult.updated',
  'The result for the back of the id card was changed.',
)
export class BackIdCardResultUpdated extends VerificationPayload {}
