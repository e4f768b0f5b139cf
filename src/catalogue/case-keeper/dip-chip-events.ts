import { VerificationEvent, VerificationPayload } from './verification-payload.js';

@VerificationEvent(
  'verification.dipChipResult.created',
  'There is a result for the dip chip process.',
)
export class DipChipResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.dipChipResult.confirmed',
  'The result of the dip chip process was confirmed.',
)
export class DipChipResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.dipChipResult.updated',
  'The result of the dip chip process was changed.',
)
export class DipChipResultUpdated extends VerificationPayload {}

@VerificationEvent('verification.appointment.created', 'An appointment for the dip chip was made.')
export class AppointmentCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.appointment.updated',
  'The appointment for the dip chip was changed.',
)
export class AppointmentUpdated extends VerificationPayload {}

@VerificationEvent(
  'verification.appointment.validated',
  'The system has validated the result of the appointment.',
)
export class AppointmentValidated extends VerificationPayload {}
