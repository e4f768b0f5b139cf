import { VerificationEvent, VerificationPayload } from './verification-payload.js';

const STEPS = [
  { step: 'frontIdCard', result: 'passed' },
  { step: 'idFaceRecognition', result: 'passed' },
];

@VerificationEvent('verification.created', 'A verification was created.', { status: 'created' })
export class VerificationCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.updated',
  'The applicant has accepted the welcome page and the consent page.',
  { status: 'in_progress' },
)
export class VerificationUpdated extends VerificationPayload {}

@VerificationEvent('verification.verified', 'Every process of the verification is verified.', {
  status: 'verified',
  result: 'passed',
  confidence: 0.94,
  steps: STEPS,
})
export class VerificationVerified extends VerificationPayload {}

@VerificationEvent('verification.completed', 'Every process of the verification is completed.', {
  status: 'completed',
  result: 'passed',
  confidence: 0.94,
  steps: STEPS,
})
export class VerificationCompleted extends VerificationPayload {}

@VerificationEvent('verification.deleted', 'The verification was deleted.', { status: 'deleted' })
export class VerificationDeleted extends VerificationPayload {}
