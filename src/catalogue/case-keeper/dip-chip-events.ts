import { DIP_CHIP_EXAMPLE, APPOINTMENT_EXAMPLE } from './process-examples.js';
import { DipChipPayload, AppointmentPayload } from './process-payloads.js';
import { VerificationEvent } from './verification-payload.js';

@VerificationEvent(
  'verification.dipChipResult.created',
  'There is a result for the dip chip process.',
  DIP_CHIP_EXAMPLE,
)
export class DipChipResultCreated extends DipChipPayload {}

@VerificationEvent(
  'verification.dipChipResult.confirmed',
  'The result of the dip chip process was confirmed.',
  DIP_CHIP_EXAMPLE,
)
export class DipChipResultConfirmed extends DipChipPayload {}

@VerificationEvent(
  'verification.dipChipResult.updated',
  'The result of the dip chip process was changed.',
  DIP_CHIP_EXAMPLE,
)
export class DipChipResultUpdated extends DipChipPayload {}

@VerificationEvent(
  'verification.appointment.created',
  'An appointment for the dip chip was made.',
  APPOINTMENT_EXAMPLE,
)
export class AppointmentCreated extends AppointmentPayload {}

@VerificationEvent(
  'verification.appointment.updated',
  'The appointment for the dip chip was changed.',
  APPOINTMENT_EXAMPLE,
)
export class AppointmentUpdated extends AppointmentPayload {}

@VerificationEvent(
  'verification.appointment.validated',
  'The system has validated the result of the appointment.',
  APPOINTMENT_EXAMPLE,
)
export class AppointmentValidated extends AppointmentPayload {}
