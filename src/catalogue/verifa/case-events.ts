import { Derives } from '../field-records.js';
import { EventType } from '../event-type.js';
import { Flag, Id, Text } from '../field-decorators.js';
import { SessionApproved, SessionDeclined } from './session-events.js';

const DECISION = 'What was decided.';

/** The fields of every case event. */
export class CasePayload {
  @Id()
  case_id: string;

  @Id({ description: 'The session under review.' })
  session_id: string;

  @Id({ nullable: true, description: "The tenant's own reference, given when the session began." })
  external_ref: string | null;

  @Text({ description: 'Where the case stands.' })
  status: string;

  @Flag()
  is_sandbox: boolean;
}

/**
 * The fields of a case that is still open. Where two people decide, the first may have decided
 * already.
 */
export class OpenCasePayload extends CasePayload {
  @Text({ optional: true, description: DECISION })
  decision?: string;
}

/** The fields of a case that is closed. */
export class DecidedCasePayload extends CasePayload {
  @Text({ description: DECISION })
  decision: string;
}

const caseExample = (status: string, decision?: string) => ({
  case_id: 'case_abc123',
  session_id: 'session_def456',
  external_ref: 'user_456',
  status,
  ...(decision !== undefined && { decision }),
  is_sandbox: false,
});

@EventType({
  type: 'case.created',
  description: 'A session was handed to reviewers as a case.',
  entityId: 'case_id',
  example: caseExample('open'),
})
export class CaseCreated extends OpenCasePayload {}

@EventType({
  type: 'case.claimed',
  description: 'A reviewer took the case on.',
  entityId: 'case_id',
  example: caseExample('claimed'),
})
export class CaseClaimed extends OpenCasePayload {}

@Derives(
  () => SessionApproved,
  ({ session_id, external_ref, is_sandbox }: CaseApproved) => ({
    session_id,
    external_ref,
    status: 'approved' as const,
    is_sandbox,
  }),
)
@EventType({
  type: 'case.approved',
  description:
    'A reviewer approved the case. Brings session.approved along, with its guaranteed fields only.',
  entityId: 'case_id',
  example: caseExample('approved', 'approved'),
})
export class CaseApproved extends DecidedCasePayload {}

@Derives(
  () => SessionDeclined,
  ({ session_id, external_ref, is_sandbox }: CaseRejected) => ({
    session_id,
    external_ref,
    status: 'rejected' as const,
    is_sandbox,
  }),
)
@EventType({
  type: 'case.rejected',
  description:
    'A reviewer rejected the case. Brings session.declined along, with its guaranteed fields only.',
  entityId: 'case_id',
  example: caseExample('rejected', 'rejected'),
})
export class CaseRejected extends DecidedCasePayload {}

@EventType({
  type: 'case.escalated',
  description: 'The case was passed on to a reviewer who may decide it.',
  entityId: 'case_id',
  example: caseExample('escalated'),
})
export class CaseEscalated extends OpenCasePayload {}
