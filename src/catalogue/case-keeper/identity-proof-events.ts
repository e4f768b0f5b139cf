import { VerificationEvent, VerificationPayload } from './verification-payload.js';

@VerificationEvent(
  'verification.dopaResult.created',
  'The applicant was looked up in the DOPA register.',
)
export class DopaResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.dopaResult.confirmed',
  'The applicant has confirmed the result of the DOPA register.',
)
export class DopaResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.dopaResult.updated',
  'The system has changed the result of the DOPA register.',
)
export class DopaResultUpdated extends VerificationPayload {}

@VerificationEvent(
  'verification.passportResult.created',
  'The passport was read, from its page or from its chip.',
)
export class PassportResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.passportResult.confirmed',
  'The applicant has confirmed the result for the passport.',
)
export class PassportResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.passportResult.updated',
  'The result for the passport was changed.',
)
export class PassportResultUpdated extends VerificationPayload {}

@VerificationEvent(
  'verification.idFaceRecognitionResult.created',
  'The face of the applicant was compared with the document.',
)
export class IdFaceRecognitionResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.idFaceRecognitionResult.confirmed',
  'The applicant has confirmed the result of the face recognition.',
)
export class IdFaceRecognitionResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.idFaceRecognitionResult.updated',
  'The result of the face recognition was changed.',
)
export class IdFaceRecognitionResultUpdated extends VerificationPayload {}
