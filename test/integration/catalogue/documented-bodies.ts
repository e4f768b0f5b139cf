type Fields = Record<string, unknown>;

/** A payload as a provider's document prints it. */
export interface DocumentedBody {
  type: string;
  format: 'flat' | 'key-data' | 'callback' | 'topic';
  /** The body that this format must have; of `flat` without its `idempotency_key`. */
  printed: unknown;
  /** What is published so that receivers get it. */
  data: Fields;
  /** The document prints the first fields, and dots for what else there is. */
  elided?: true;
}

const flat = (printed: { event: string } & Fields): DocumentedBody => {
  const { event, ...data } = printed;
  return { type: event, format: 'flat', printed, data };
};

const keyData = (printed: { key: string; data: Fields }): DocumentedBody => ({
  type: printed.key,
  format: 'key-data',
  printed,
  data: printed.data,
});

const callback = (record: Fields): DocumentedBody => ({
  type: 'complianceRecord',
  format: 'callback',
  printed: [record],
  data: record,
});

const SESSION = { session_id: 'session_abc123', external_ref: 'user_456' };

/** "All case events share the same payload structure": one is printed, the others follow it. */
const caseEvent = (event: string, status: string, decision?: string): DocumentedBody =>
  flat({
    event,
    case_id: 'case_abc123',
    session_id: 'session_def456',
    external_ref: 'user_456',
    status,
    ...(decision !== undefined && { decision }),
    is_sandbox: false,
  });

export const DOCUMENTED_BODIES: readonly DocumentedBody[] = [
  flat({
    event: 'session.approved',
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
  }),
  flat({
    event: 'session.declined',
    session_id: 'session_abc123',
    external_ref: 'user_456',
    status: 'rejected',
    is_sandbox: false,
    rejection_reason: 'Document appears to be altered',
  }),
  flat({ event: 'session.requires-review', ...SESSION, is_sandbox: false }),
  flat({ event: 'session.created', ...SESSION, is_sandbox: false }),
  flat({ event: 'session.started', ...SESSION, is_sandbox: false }),
  flat({ event: 'session.expired', ...SESSION, is_sandbox: false }),
  flat({
    event: 'session.resubmission-required',
    session_id: 'session_abc123',
    external_ref: 'user_456',
    is_sandbox: false,
    reason: 'Document image is too blurry to extract data',
  }),
  flat({ event: 'session.redacted', ...SESSION, is_sandbox: false }),
  flat({ event: 'session.retention-expired', ...SESSION, is_sandbox: false }),
  flat({
    event: 'check.completed',
    check_id: 'check_abc123',
    check_type: 'sanction',
    status: 'clear',
    has_match: false,
    hit_count: 0,
    batch_id: 'batch_def456',
    session_id: 'session_ghi789',
    external_ref: 'user_456',
    is_sandbox: false,
  }),
  // The fields that a PEP check with hits has besides.
  flat({
    event: 'check.completed',
    check_id: 'check_abc123',
    check_type: 'pep',
    status: 'hit',
    has_match: true,
    is_sandbox: false,
    pep_risk_tier: 'high',
    pep_recommended_action: 'review',
    pep_classes: ['head-of-state', 'government-minister'],
  }),
  flat({
    event: 'check.matched',
    check_id: 'check_abc123',
    check_type: 'sanction',
    status: 'hit',
    hit_count: 2,
    batch_id: 'batch_def456',
    session_id: 'session_ghi789',
    external_ref: 'user_456',
    is_sandbox: false,
  }),
  flat({
    event: 'check.monitoring.new_hits',
    check_id: 'check_abc123',
    session_id: 'session_ghi789',
    external_ref: 'user_456',
    is_sandbox: false,
    monitor_run_id: 'monrun_xyz',
    trigger: 'scheduled',
    new_hit_count: 1,
    total_hit_count: 3,
    max_new_score: 0.92,
    hit_sources: ['aml_screening'],
    hit_types: ['sanction'],
    providers_used: ['aml_screening'],
  }),
  flat({
    event: 'check.monitoring.clear',
    check_id: 'check_abc123',
    session_id: 'session_ghi789',
    external_ref: 'user_456',
    is_sandbox: false,
    monitor_run_id: 'monrun_xyz',
    trigger: 'scheduled',
    total_hit_count: 2,
    hit_sources: ['aml_screening'],
    hit_types: ['pep'],
    providers_used: ['aml_screening'],
  }),
  flat({
    event: 'identity.created',
    identity_id: 'identity_abc123',
    external_ref: 'user_456',
    is_sandbox: false,
  }),
  flat({
    event: 'identity.updated',
    identity_id: 'identity_abc123',
    external_ref: 'user_456',
    is_sandbox: false,
  }),
  caseEvent('case.approved', 'approved', 'approved'),
  caseEvent('case.created', 'open'),
  caseEvent('case.claimed', 'claimed'),
  caseEvent('case.rejected', 'rejected', 'rejected'),
  caseEvent('case.escalated', 'escalated'),
  flat({
    event: 'document.uploaded',
    document_id: 'doc_abc123',
    document_type: 'passport',
    classification: 'identity_document',
    session_id: 'session_def456',
    identity_id: 'identity_ghi789',
  }),
  flat({
    event: 'document.classified',
    document_id: 'doc_abc123',
    classification: 'passport',
    confidence: 0.97,
  }),
  flat({
    event: 'document.extracted',
    document_id: 'doc_abc123',
    extraction_id: 'extract_def456',
    extraction_type: 'ocr',
    status: 'completed',
  }),
  flat({
    event: 'document.verified',
    document_id: 'doc_abc123',
    checks_run: 4,
    checks_passed: 3,
    checks_failed: 1,
  }),
  flat({
    event: 'document.compared',
    document_id: 'doc_abc123',
    reference_document_id: 'doc_xyz789',
    is_match: true,
    overall_score: 0.94,
  }),
  flat({ event: 'document.redacted', document_id: 'doc_abc123' }),
  {
    ...keyData({
      key: 'verification.updated',
      data: { id: '01234567-89ab-cdef-0123-456789abcdef' },
    }),
    elided: true,
  },
  callback({
    status: 100,
    key: 'f283d8c84766484892cf097db8c5e2b5',
    modified: '2025-09-03T06:38:08',
    customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
  }),
  callback({
    status: 100,
    key: 'f283d8c84766484892cf097db8c5e2b5',
    modified: '2025-09-03T06:38:08',
    contractKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
  }),
  {
    type: 'complianceRecord',
    format: 'topic',
    printed: [
      {
        topic: 'complianceRecord',
        complianceRecord: [
          {
            status: 100,
            key: 'ac0a1122ad4c440db62fe3eb602d8941',
            modified: '2025-09-03T06:36:49',
            customerKey: '92561303-8e1d-4b71-9537-d7c8d6163ccc',
          },
        ],
      },
    ],
    data: {
      status: 100,
      key: 'ac0a1122ad4c440db62fe3eb602d8941',
      modified: '2025-09-03T06:36:49',
      customerKey: '92561303-8e1d-4b71-9537-d7c8d6163ccc',
    },
  },
  {
    type: 'identResult',
    format: 'topic',
    printed: [
      {
        topic: 'identResult',
        kyc: 'WEBID',
        identId: '315065706',
        personKey: '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed',
        reason: null,
        status: 'success',
      },
    ],
    data: {
      kyc: 'WEBID',
      identId: '315065706',
      personKey: '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed',
      reason: null,
      status: 'success',
    },
  },
];
