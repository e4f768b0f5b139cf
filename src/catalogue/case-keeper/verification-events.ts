import { VerificationEvent, VerificationPayload } from './verification-payload.js';

@VerificationEvent('verification.created', 'A verification was created.')
export class VerificationCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.updated',
  'The applicant has accepted the welcome page and the consent page.',
)
export class VerificationUpdated extends VerificationPayload {}

@VerificationEvent('verification.verified', 'Every process of the verification is verified.')
export class VerificationVerified extends VerificationPayload {}

@VerificationEvent('verification.completed', 'Every process of the verification is completed.')
export class VerificationCompleted extends VerificationPayload {}

@VerificationEvent('verification.deleted', 'The verification was deleted.')
export class VerificationDeleted extends VerificationPayload {}
