import { DOPA_EXAMPLE, PASSPORT_EXAMPLE, FACE_RECOGNITION_EXAMPLE } from './process-examples.js';
import { DopaPayload, PassportPayload, FaceRecognitionPayload } from './process-payloads.js';
import { VerificationEvent } from './verification-payload.js';

@VerificationEvent(
  'verification.dopaResult.created',
  'The applicant was looked up in the DOPA register.',
  DOPA_EXAMPLE,
)
export class DopaResultCreated extends DopaPayload {}

@VerificationEvent(
  'verification.dopaResult.confirmed',
  'The applicant has confirmed the result of the DOPA register.',
  DOPA_EXAMPLE,
)
export class DopaResultConfirmed extends DopaPayload {}

@VerificationEvent(
  'verification.dopaResult.updated',
  'The system has changed the result of the DOPA register.',
  DOPA_EXAMPLE,
)
export class DopaResultUpdated extends DopaPayload {}

@VerificationEvent(
  'verification.passportResult.created',
  'The passport was read, from its page or from its chip.',
  PASSPORT_EXAMPLE,
)
export class PassportResultCreated extends PassportPayload {}

@VerificationEvent(
  'verification.passportResult.confirmed',
  'The applicant has confirmed the result for the passport.',
  PASSPORT_EXAMPLE,
)
export class PassportResultConfirmed extends PassportPayload {}

@VerificationEvent(
  'verification.passportResult.updated',
  'The result for the passport was changed.',
  PASSPORT_EXAMPLE,
)
export class PassportResultUpdated extends PassportPayload {}

@VerificationEvent(
  'verification.idFaceRecognitionResult.created',
  'The face of the applicant was compared with the document.',
  FACE_RECOGNITION_EXAMPLE,
)
export class IdFaceRecognitionResultCreated extends FaceRecognitionPayload {}

@VerificationEvent(
  'verification.idFaceRecognitionResult.confirmed',
  'The applicant has confirmed the result of the face recognition.',
  FACE_RECOGNITION_EXAMPLE,
)
export class IdFaceRecognitionResultConfirmed extends FaceRecognitionPayload {}

@VerificationEvent(
  'verification.idFaceRecognitionResult.updated',
  'The result of the face recognition was changed.',
  FACE_RECOGNITION_EXAMPLE,
)
export class IdFaceRecognitionResultUpdated extends FaceRecognitionPayload {}
