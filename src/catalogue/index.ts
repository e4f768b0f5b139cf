export { CATALOGUE, CatalogueModule } from './catalogue.module.js';
export { checkEventTypes, createCatalogue, isOwnType, matchesType } from './catalogue.js';
export type { Catalogue } from './catalogue.js';
export type { Pack } from './field-records.js';
export { needsDowntimeHandling, eventTypeOf, isConfidential } from './event-type.js';
export type { DeclaredId, DerivedEvent, EventTypeDefinition } from './event-type.js';
export type { JsonSchema, PayloadClass } from './field-records.js';
export type { LiveCatalogue } from './catalogue.js';
export { availablePacks, packsNamed } from './packs.js';
export { recordedTypes, requireRecordedType } from './catalogue.js';
export { isJsonObject } from './payload-rules.js';
export { checkRegistration } from './registered/registered-type.js';
export type { Registration } from './registered/registered-type.js';
export { storeRegistration } from './registered/registered-types.query.js';
export { invalidTypes, unknownType } from './unknown-type.js';
export { ComplianceRecord, IdentResult } from './callbacks/pack.js';
export type { ComplianceRecordPayload } from './callbacks/pack.js';
export {
  BankruptcyResultCreated,
  CriminalCheckResultConfirmed,
  CriminalCheckResultCreated,
  CriminalCheckResultDocumentRead,
  CriminalCheckResultUpdated,
  EmploymentVerificationResultConfirmed,
  EmploymentVerificationResultCreated,
  EmploymentVerificationResultDocumentRead,
  EmploymentVerificationResultUpdated,
  SanctionCreated,
} from './case-keeper/background-check-events.js';
export {
  AppointmentCreated,
  AppointmentUpdated,
  AppointmentValidated,
  DipChipResultConfirmed,
  DipChipResultCreated,
  DipChipResultUpdated,
  BackIdCardResultConfirmed,
  BackIdCardResultCreated,
  BackIdCardResultUpdated,
  FrontIdCardResultConfirmed,
  FrontIdCardResultCreated,
  FrontIdCardResultUpdated,
} from './case-keeper/id-card-events.js';
export {
  DopaResultConfirmed,
  DopaResultCreated,
  DopaResultUpdated,
  IdFaceRecognitionResultConfirmed,
  IdFaceRecognitionResultCreated,
  IdFaceRecognitionResultUpdated,
  PassportResultConfirmed,
  PassportResultCreated,
  PassportResultUpdated,
} from './case-keeper/identity-proof-events.js';
export {
  VerificationCompleted,
  VerificationCreated,
  VerificationDeleted,
  VerificationUpdated,
  VerificationVerified,
} from './case-keeper/verification-payload.js';
export {
  EndpointDeliveryExhausted,
  EndpointDisabled,
  EndpointDisablingSoon,
  EndpointFailing,
  EndpointRecovered,
  EndpointAddressOnHold,
  EndpointUpdated,
} from './endpoint/pack.js';
export type { EndpointFailure, EndpointPayload } from './endpoint/pack.js';
export {
  KycSessionApproved,
  KycSessionCompleted,
  KycSessionCreated,
  KycSessionManualReview,
  KycSessionProcessed,
  KycSessionRejected,
  KycWatchlistMatchDetected,
  KycWatchlistStatusChanged,
} from './kyc/pack.js';
export {
  AddressVerificationCompleted,
  AddressVerificationStarted,
  EmploymentVerificationCompleted,
  EmploymentVerificationStarted,
  GuarantorVerificationCompleted,
  GuarantorVerificationStarted,
  IdentityVerificationCompleted,
  PropertyVerificationCompleted,
  PropertyVerificationStarted,
  WorkflowStepVerificationCompleted,
  WorkflowStepVerificationStarted,
  WorkflowVerificationCompleted,
  WorkflowVerificationStarted,
} from './qoreid/pack.js';
export {
  CaseApproved,
  CaseClaimed,
  CaseCreated,
  CaseEscalated,
  CaseRejected,
} from './verifa/case-events.js';
export {
  CheckCompleted,
  CheckMatched,
  CheckMonitoringClear,
  CheckMonitoringNewHits,
} from './verifa/check-events.js';
export {
  DocumentClassified,
  DocumentCompared,
  DocumentExtracted,
  DocumentRedacted,
  DocumentUploaded,
  DocumentVerified,
} from './verifa/document-events.js';
export { IdentityCreated, IdentityUpdated } from './verifa/identity-events.js';
export {
  SessionApproved,
  SessionCreated,
  SessionDeclined,
  SessionExpired,
  SessionRedacted,
  SessionRequiresReview,
  SessionResubmissionRequired,
  SessionRetentionExpired,
  SessionStarted,
} from './verifa/session-events.js';
export type { CheckType, MonitoringTrigger } from './verifa/check-payload.js';
export type { ExtractedData, VerificationResult } from './verifa/verification-result.js';
