import {
  FRONT_ID_CARD_EXAMPLE,
  BACK_ID_CARD_EXAMPLE,
  DIP_CHIP_EXAMPLE,
  APPOINTMENT_EXAMPLE,
} from './process-examples.js';
import {
  FrontIdCardPayload,
  BackIdCardPayload,
  DipChipPayload,
  AppointmentPayload,
} from './process-payloads.js';
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
