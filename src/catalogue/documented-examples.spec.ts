import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import { availablePacks } from './packs.js';

const catalogue = createCatalogue(availablePacks);

const SESSION = { session_id: 'session_abc123', external_ref: 'user_456', is_sandbox: false };
const CHECK = { check_id: 'check_abc123', external_ref: 'user_456', is_sandbox: false };
const LINKED = { session_id: 'session_ghi789' };
const BATCH = { batch_id: 'batch_def456', ...LINKED };
const IDENTITY = { identity_id: 'identity_abc123', external_ref: 'user_456', is_sandbox: false };
const CASE = {
  case_id: 'case_abc123',
  session_id: 'session_def456',
  external_ref: 'user_456',
  is_sandbox: false,
};
const MONITORING = {
  ...CHECK,
  ...LINKED,
  monitor_run_id: 'monrun_xyz',
  trigger: 'scheduled',
  hit_sources: ['aml_screening'],
  providers_used: ['aml_screening'],
};

/** The data of the payloads in the providers' documentation, and of the cases that it describes. */
const DOCUMENTED: [string, Record<string, unknown>][] = [
  [
    'session.approved',
    {
      ...SESSION,
      status: 'approved',
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
  ],
  ['session.approved', { ...SESSION, external_ref: null, status: 'approved' }],
  ['session.approved', { ...SESSION, status: 'approved', identity_id: null, result: {} }],
  [
    'session.declined',
    {
      ...SESSION,
      status: 'rejected',
      rejection_reason: 'Document appears to be altered',
    },
  ],
  ['session.declined', { ...SESSION, status: 'rejected', rejection_reason: null }],
  ['session.requires-review', SESSION],
  ['session.created', SESSION],
  ['session.started', SESSION],
  ['session.expired', SESSION],
  [
    'session.resubmission-required',
    { ...SESSION, reason: 'Document image is too blurry to extract data' },
  ],
  ['session.redacted', SESSION],
  ['session.retention-expired', SESSION],
  [
    'check.completed',
    {
      ...CHECK,
      ...BATCH,
      check_type: 'sanction',
      status: 'clear',
      has_match: false,
      hit_count: 0,
    },
  ],
  [
    'check.completed',
    {
      ...CHECK,
      check_type: 'pep',
      status: 'hit',
      has_match: true,
      max_score: 0.5,
      pep_risk_tier: 'high',
      pep_recommended_action: 'review',
      pep_classes: ['head-of-state', 'government-minister'],
    },
  ],
  ...['adverse_media', 'warning', 'email_risk_enhanced', 'phone_risk_enhanced'].map(
    (check_type): [string, Record<string, unknown>] => [
      'check.completed',
      { check_id: 'c', check_type, status: 'clear', has_match: false, is_sandbox: true },
    ],
  ),
  ['check.matched', { ...CHECK, ...BATCH, check_type: 'sanction', status: 'hit', hit_count: 2 }],
  [
    'check.monitoring.new_hits',
    {
      ...MONITORING,
      new_hit_count: 1,
      total_hit_count: 3,
      max_new_score: 0.92,
      hit_types: ['sanction'],
    },
  ],
  ...['on_demand', 'ca_webhook', 'watchlist_change'].map(
    (trigger): [string, Record<string, unknown>] => [
      'check.monitoring.new_hits',
      { ...MONITORING, trigger, new_hit_count: 1, total_hit_count: 1, max_new_score: 1 },
    ],
  ),
  ['check.monitoring.clear', { ...MONITORING, total_hit_count: 2, hit_types: ['pep'] }],
  ['identity.created', IDENTITY],
  ['identity.updated', IDENTITY],
  ['case.approved', { ...CASE, status: 'approved', decision: 'approved' }],
  ['case.created', { ...CASE, status: 'open' }],
  [
    'document.uploaded',
    {
      document_id: 'doc_abc123',
      document_type: 'passport',
      classification: 'identity_document',
      session_id: 'session_def456',
      identity_id: 'identity_ghi789',
    },
  ],
  ['document.uploaded', { document_id: 'doc_abc123', document_type: 'passport' }],
  [
    'document.classified',
    { document_id: 'doc_abc123', classification: 'passport', confidence: 0.97 },
  ],
  [
    'document.extracted',
    {
      document_id: 'doc_abc123',
      extraction_id: 'extract_def456',
      extraction_type: 'ocr',
      status: 'completed',
    },
  ],
  [
    'document.verified',
    { document_id: 'doc_abc123', checks_run: 4, checks_passed: 3, checks_failed: 1 },
  ],
  [
    'document.compared',
    {
      document_id: 'doc_abc123',
      reference_document_id: 'doc_xyz789',
      is_match: true,
      overall_score: 0.94,
    },
  ],
  ['document.compared', { document_id: 'doc_abc123', is_match: false, overall_score: 0 }],
  ['document.redacted', { document_id: 'doc_abc123' }],
  [
    'verification.updated',
    {
      id: '01234567-89ab-cdef-0123-456789abcdef',
      frontIdCardResult: { image: 'https://bucket.example.com/front.jpg?X-Amz-Expires=300' },
    },
  ],
  [
    'complianceRecord',
    {
      status: 100,
      key: 'f283d8c84766484892cf097db8c5e2b5',
      modified: '2025-09-03T06:38:08',
      customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
    },
  ],
  [
    'complianceRecord',
    {
      status: 100,
      key: 'f283d8c84766484892cf097db8c5e2b5',
      modified: '2025-09-03T06:38:08',
      contractKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
    },
  ],
  [
    'complianceRecord',
    {
      status: 100,
      key: 'ac0a1122ad4c440db62fe3eb602d8941',
      modified: '2025-09-03T06:36:49',
      customerKey: '92561303-8e1d-4b71-9537-d7c8d6163ccc',
    },
  ],
  [
    'identResult',
    {
      kyc: 'WEBID',
      identId: '315065706',
      personKey: '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed',
      reason: null,
      status: 'success',
    },
  ],
  [
    'identity.verification_completed',
    {
      id: 1,
      applicant: { firstname: 'John' },
      status: { status: 'verified', state: 'complete' },
      summary: null,
    },
  ],
];

describe('the documented payloads', () => {
  it.each(DOCUMENTED)('of %s are taken as they are', (type, data) => {
    const before = JSON.stringify(data);
    expect(catalogue.get(type)?.validate(data)).toEqual([]);
    expect(JSON.stringify(data)).toBe(before);
  });
});
