import { Injectable, Module } from '@nestjs/common';
import {
  AppointmentCreated,
  AppointmentUpdated,
  AppointmentValidated,
  BackIdCardResultConfirmed,
  BackIdCardResultCreated,
  BackIdCardResultUpdated,
  BankruptcyResultCreated,
  CriminalCheckResultConfirmed,
  CriminalCheckResultCreated,
  CriminalCheckResultDocumentRead,
  CriminalCheckResultUpdated,
  DipChipResultConfirmed,
  DipChipResultCreated,
  DipChipResultUpdated,
  DopaResultConfirmed,
  DopaResultCreated,
  DopaResultUpdated,
  EmploymentVerificationResultConfirmed,
  EmploymentVerificationResultCreated,
  EmploymentVerificationResultDocumentRead,
  EmploymentVerificationResultUpdated,
  FrontIdCardResultConfirmed,
  FrontIdCardResultCreated,
  FrontIdCardResultUpdated,
  IdFaceRecognitionResultConfirmed,
  IdFaceRecognitionResultCreated,
  IdFaceRecognitionResultUpdated,
  PassportResultConfirmed,
  PassportResultCreated,
  PassportResultUpdated,
  SanctionCreated,
  VerificationCompleted,
  VerificationCreated,
  VerificationDeleted,
  VerificationUpdated,
  VerificationVerified,
} from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes how verifications and their ten processes go, by the names of the keys. */
@Injectable()
export class VerificationEvents extends DomainEvents {
  /** The verification as a whole. */
  readonly verification = this.group({
    created: VerificationCreated,
    updated: VerificationUpdated,
    verified: VerificationVerified,
    completed: VerificationCompleted,
    deleted: VerificationDeleted,
  });

  /** The front of the id card. */
  readonly frontIdCardResult = this.group({
    created: FrontIdCardResultCreated,
    confirmed: FrontIdCardResultConfirmed,
    updated: FrontIdCardResultUpdated,
  });

  /** The back of the id card. */
  readonly backIdCardResult = this.group({
    created: BackIdCardResultCreated,
    confirmed: BackIdCardResultConfirmed,
    updated: BackIdCardResultUpdated,
  });

  /** The DOPA register. */
  readonly dopaResult = this.group({
    created: DopaResultCreated,
    confirmed: DopaResultConfirmed,
    updated: DopaResultUpdated,
  });

  /** The passport. */
  readonly passportResult = this.group({
    created: PassportResultCreated,
    confirmed: PassportResultConfirmed,
    updated: PassportResultUpdated,
  });

  /** The face of the applicant. */
  readonly idFaceRecognitionResult = this.group({
    created: IdFaceRecognitionResultCreated,
    confirmed: IdFaceRecognitionResultConfirmed,
    updated: IdFaceRecognitionResultUpdated,
  });

  /** The chip of the id card. */
  readonly dipChipResult = this.group({
    created: DipChipResultCreated,
    confirmed: DipChipResultConfirmed,
    updated: DipChipResultUpdated,
  });

  /** Appointments for the dip chip. */
  readonly appointment = this.group({
    created: AppointmentCreated,
    updated: AppointmentUpdated,
    validated: AppointmentValidated,
  });

  /** The criminal check. */
  readonly criminalCheckResult = this.group({
    created: CriminalCheckResultCreated,
    confirmed: CriminalCheckResultConfirmed,
    updated: CriminalCheckResultUpdated,
    resultDocumentRead: CriminalCheckResultDocumentRead,
  });

  /** The employment verification. */
  readonly employmentVerificationResult = this.group({
    created: EmploymentVerificationResultCreated,
    confirmed: EmploymentVerificationResultConfirmed,
    updated: EmploymentVerificationResultUpdated,
    resultDocumentRead: EmploymentVerificationResultDocumentRead,
  });

  /** The sanction lists. */
  readonly sanction = this.group({ created: SanctionCreated });

  /** Bankruptcy. */
  readonly bankruptcyResult = this.group({ created: BankruptcyResultCreated });
}

/** For modules that publish the steps of a verification. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [VerificationEvents], exports: [VerificationEvents] })
export class VerificationEventsModule {}
