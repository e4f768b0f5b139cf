import { EventType } from '../event-type.js';
import { Id, Nested, OneOf, Text, Flag } from '../field-decorators.js';
import { Personal } from '../field-records.js';
import { VerificationResult } from './verification-result.js';

/** The fields of every session event. */
export class SessionPayload {
  @Id()
  session_id: string;

  @Id({ nullable: true, description: "The tenant's own reference, given when the session began." })
  external_ref: string | null;

  @Flag()
  is_sandbox: boolean;
}

export const SESSION_EXAMPLE = {
  session_id: 'session_abc123',
  external_ref: 'user_456',
  is_sandbox: false,
} as const;

@EventType({
  type: 'session.created',
  description: 'A verification session was created through the API.',
  entityId: 'session_id',
  example: SESSION_EXAMPLE,
})
export class SessionCreated extends SessionPayload {}

@EventType({
  type: 'session.started',
  description: 'The applicant opened the capture link and began.',
  entityId: 'session_id',
  example: SESSION_EXAMPLE,
})
export class SessionStarted extends SessionPayload {}

@EventType({
  type: 'session.approved',
  description: 'The session passed, by decision of the workflow or of a reviewer.',
  entityId: 'session_id',
  example: {
    session_id: 'session_abc123',
    external_ref: 'user_456',
    status: 'approved',
    is_sandbox: false,
    identity_id: 'identity_def789',
    result: {
      face_match_passed: true,
      age_check_passed: true,
      extracted_data: {
        first_name: 'Jane',
        last_name: 'Doe',
        date_of_birth: '1990-05-15',
        document_number: 'AB1234567',
        document_type: 'passport',
        issuing_country: 'US',
      },
    },
  },
})
export class SessionApproved extends SessionPayload {
  @OneOf(['approved'])
  status: 'approved';

  @Id({ optional: true, nullable: true, description: 'The identity record, if there is one.' })
  identity_id?: string | null;

  @Nested(() => VerificationResult, { optional: true })
  result?: VerificationResult;
}

@EventType({
  type: 'session.declined',
  description: 'The session was rejected, by the workflow or by a reviewer.',
  entityId: 'session_id',
  example: {
    session_id: 'session_abc123',
    external_ref: 'user_456',
    status: 'rejected',
    is_sandbox: false,
    rejection_reason: 'Document appears to be altered',
  },
})
export class SessionDeclined extends SessionPayload {
  @OneOf(['rejected'])
  status: 'rejected';

  @Personal()
  @Text({ optional: true, nullable: true, description: 'What the reviewer wrote.' })
  rejection_reason?: string | null;

  @Id({ optional: true, nullable: true, description: 'The identity record, if there is one.' })
  identity_id?: string | null;

  @Nested(() => VerificationResult, { optional: true })
  result?: VerificationResult;
}

@EventType({
  type: 'session.requires-review',
  description: 'The workflow left the decision to a reviewer.',
  entityId: 'session_id',
  example: SESSION_EXAMPLE,
})
export class SessionRequiresReview extends SessionPayload {}

@EventType({
  type: 'session.expired',
  description: 'The capture link ran out before the applicant had finished.',
  entityId: 'session_id',
  example: SESSION_EXAMPLE,
})
export class SessionExpired extends SessionPayload {}

@EventType({
  type: 'session.resubmission-required',
  description: 'The captured images were too poor to process; the applicant has to try again.',
  entityId: 'session_id',
  example: { ...SESSION_EXAMPLE, reason: 'Document image is too blurry to extract data' },
})
export class SessionResubmissionRequired extends SessionPayload {
  @Personal()
  @Text({ description: 'Why new images are needed, for people to read.' })
  reason: string;
}

@EventType({
  type: 'session.redacted',
  description: "The session's personal data and documents were erased on request.",
  entityId: 'session_id',
  example: SESSION_EXAMPLE,
})
export class SessionRedacted extends SessionPayload {}

@EventType({
  type: 'session.retention-expired',
  description: "The session's data was purged by the organization's retention policy.",
  entityId: 'session_id',
  example: SESSION_EXAMPLE,
})
export class SessionRetentionExpired extends SessionPayload {}
