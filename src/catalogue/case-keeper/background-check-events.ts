import {
  CRIMINAL_CHECK_EXAMPLE,
  EMPLOYMENT_VERIFICATION_EXAMPLE,
  SANCTION_EXAMPLE,
  BANKRUPTCY_EXAMPLE,
} from './process-examples.js';
import {
  CriminalCheckPayload,
  EmploymentVerificationPayload,
  SanctionPayload,
  BankruptcyPayload,
} from './process-payloads.js';
import { VerificationEvent } from './verification-payload.js';

const CONFIDENTIAL = { isConfidential: true };

@VerificationEvent(
  'verification.criminalCheckResult.created',
  'A criminal check was created.',
  CRIMINAL_CHECK_EXAMPLE,
  CONFIDENTIAL,
)
export class CriminalCheckResultCreated extends CriminalCheckPayload {}

@VerificationEvent(
  'verification.criminalCheckResult.confirmed',
  'The result of the criminal check was confirmed.',
  CRIMINAL_CHECK_EXAMPLE,
  CONFIDENTIAL,
)
export class CriminalCheckResultConfirmed extends CriminalCheckPayload {}

@VerificationEvent(
  'verification.criminalCheckResult.updated',
  'The result of the criminal check was changed.',
  CRIMINAL_CHECK_EXAMPLE,
  CONFIDENTIAL,
)
export class CriminalCheckResultUpdated extends CriminalCheckPayload {}

@VerificationEvent(
  'verification.criminalCheckResult.resultDocumentUrl.read',
  'The result of the criminal check was downloaded as a PDF file.',
  CRIMINAL_CHECK_EXAMPLE,
  CONFIDENTIAL,
)
export class CriminalCheckResultDocumentRead extends CriminalCheckPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.created',
  'An employment verification was created.',
  EMPLOYMENT_VERIFICATION_EXAMPLE,
)
export class EmploymentVerificationResultCreated extends EmploymentVerificationPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.confirmed',
  'The result of the employment verification was confirmed.',
  EMPLOYMENT_VERIFICATION_EXAMPLE,
)
export class EmploymentVerificationResultConfirmed extends EmploymentVerificationPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.updated',
  'The result of the employment verification was changed.',
  EMPLOYMENT_VERIFICATION_EXAMPLE,
)
export class EmploymentVerificationResultUpdated extends EmploymentVerificationPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.resultDocumentUrl.read',
  'The result of the employment verification was downloaded as a PDF file.',
  EMPLOYMENT_VERIFICATION_EXAMPLE,
)
export class EmploymentVerificationResultDocumentRead extends EmploymentVerificationPayload {}

@VerificationEvent(
  'verification.sanction.created',
  'The system has results from the sanction lists.',
  SANCTION_EXAMPLE,
  CONFIDENTIAL,
)
export class SanctionCreated extends SanctionPayload {}

@VerificationEvent(
  'verification.bankruptcyResult.created',
  'The system has a result about bankruptcy.',
  BANKRUPTCY_EXAMPLE,
  CONFIDENTIAL,
)
export class BankruptcyResultCreated extends BankruptcyPayload {}
