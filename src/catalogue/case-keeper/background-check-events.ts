import { VerificationEvent, VerificationPayload } from './verification-payload.js';

@VerificationEvent('verification.criminalCheckResult.created', 'A criminal check was created.')
export class CriminalCheckResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.criminalCheckResult.confirmed',
  'The result of the criminal check was confirmed.',
)
export class CriminalCheckResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.criminalCheckResult.updated',
  'The result of the criminal check was changed.',
)
export class CriminalCheckResultUpdated extends VerificationPayload {}

@VerificationEvent(
  'verification.criminalCheckResult.resultDocumentUrl.read',
  'Somebody has downloaded the result of the criminal check as a PDF file.',
)
export class CriminalCheckResultDocumentRead extends VerificationPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.created',
  'An employment verification was created.',
)
export class EmploymentVerificationResultCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.confirmed',
  'The result of the employment verification was confirmed.',
)
export class EmploymentVerificationResultConfirmed extends VerificationPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.updated',
  'The result of the employment verification was changed.',
)
export class EmploymentVerificationResultUpdated extends VerificationPayload {}

@VerificationEvent(
  'verification.employmentVerificationResult.resultDocumentUrl.read',
  'Somebody has downloaded the result of the employment verification as a PDF file.',
)
export class EmploymentVerificationResultDocumentRead extends VerificationPayload {}

@VerificationEvent(
  'verification.sanction.created',
  'The system has results from the sanction lists.',
)
export class SanctionCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.bankruptcyResult.created',
  'The system has a result about bankruptcy.',
)
export class BankruptcyResultCreated extends VerificationPayload {}
