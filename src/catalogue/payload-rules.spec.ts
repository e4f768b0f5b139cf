import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import type { EventTypeDefinition } from './index.js';
import { availablePacks } from './packs.js';

const catalogue = createCatalogue(availablePacks);

const SESSION = 'session_id external_ref|null is_sandbox';
const CHECK = 'check_id session_id?|null external_ref?|null is_sandbox';
const MATCHES = 'check_type status hit_count? batch_id?';
const MONITORING = `${CHECK} monitor_run_id trigger total_hit_count hit_sources hit_types? providers_used`;
const OUTCOME = 'status identity_id?|null result?';
const CASE = 'case_id session_id external_ref|null status is_sandbox';
const ENDPOINT = 'endpoint_id url_host status';
const FAILING = `${ENDPOINT} failing_since failed_events last_error|null disables_at`;
const IDENTITY = 'identity_id external_ref|null is_sandbox';

/**
 * The fields as the providers document them. `?` marks one that may be absent, `|null` one that may
 * be null.
 */
const RULES: Record<string, string> = {
  'session.created': SESSION,
  'session.started': SESSION,
  'session.approved': `${SESSION} ${OUTCOME}`,
  'session.declined': `${SESSION} ${OUTCOME} rejection_reason?|null`,
  'session.requires-review': SESSION,
  'session.expired': SESSION,
  'session.resubmission-required': `${SESSION} reason`,
  'session.redacted': SESSION,
  'session.retention-expired': SESSION,
  'check.completed': `${CHECK} ${MATCHES} has_match max_score? pep_risk_tier? pep_recommended_action? pep_classes?`,
  'check.matched': `${CHECK} ${MATCHES}`,
  'check.monitoring.new_hits': `${MONITORING} new_hit_count max_new_score`,
  'check.monitoring.clear': MONITORING,
  'identity.created': IDENTITY,
  'identity.updated': IDENTITY,
  'case.created': `${CASE} decision?`,
  'case.claimed': `${CASE} decision?`,
  'case.approved': `${CASE} decision`,
  'case.rejected': `${CASE} decision`,
  'case.escalated': `${CASE} decision?`,
  'document.uploaded':
    'document_id document_type classification?|null session_id?|null identity_id?|null',
  'document.classified': 'document_id classification confidence',
  'document.extracted': 'document_id extraction_id extraction_type status',
  'document.verified': 'document_id checks_run checks_passed checks_failed',
  'document.compared': 'document_id reference_document_id?|null is_match overall_score',
  'document.redacted': 'document_id',
  'endpoint.failing': `${FAILING} notice`,
  'endpoint.disabling_soon': FAILING,
  'endpoint.disabled': `${ENDPOINT} reason disabled_at failing_since|null failed_events last_error|null`,
  'endpoint.recovered': `${ENDPOINT} reason recovered_at failing_since|null`,
  'endpoint.updated': `${ENDPOINT} change former_url_host|null changed_by change_reason|null updated_at`,
  'endpoint.address_on_hold': `${ENDPOINT} recipient reason held_at`,
  'endpoint.delivery_exhausted': `${ENDPOINT} deliveries delivery_ids first_exhausted_at last_exhausted_at last_error|null`,
  // A test below covers the rule about its two keys.
  complianceRecord: 'status key modified customerKey? contractKey?',
  identResult: 'kyc identId personKey reason|null status',
};

const REQUEST = 'id reference?|null status?|null applicant?|null summary?|null';
const WORKFLOW = `${REQUEST} workflow?|null steps?|null`;
const VERIFICATION = 'id reference?|null status?|null result?|null confidence?|null steps?|null';

/**
 * Returns the rules of a type. Types without their own entry are documented only by their id or by
 * the fields that all results share.
 */
function rulesOf({ type, pack }: EventTypeDefinition): string | undefined {
  if (type.startsWith('kyc.session.')) return 'session_id';
  if (type.startsWith('kyc.watchlist.')) return 'subject_id';
  if (type.startsWith('workflow.')) {
    return type.includes('.step_') ? `${WORKFLOW} step?|null` : WORKFLOW;
  }
  if (pack === 'qoreid') return REQUEST;
  if (pack !== 'case-keeper') return RULES[type];
  const [, process, action] = type.split('.');
  return action === undefined ? VERIFICATION : `${VERIFICATION} ${process}?|null`;
}

function errorsOf(definition: EventTypeDefinition, change: Record<string, unknown>): string[] {
  const data: unknown = JSON.parse(JSON.stringify({ ...definition.example, ...change }));
  return definition.validate(data).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe.each(catalogue.list().map((definition) => [definition.type, definition] as const))(
  '%s',
  (_, definition) => {
    const rules = (rulesOf(definition) ?? '').split(' ').map((rule) => ({
      name: rule.replace(/\?|\|null/g, ''),
      optional: rule.includes('?'),
      nullable: rule.endsWith('|null'),
    }));

    const idOf = (name: string): unknown => definition.example[name];

    it('takes its example, and undeclared fields', () => {
      expect(definition.validate(definition.example)).toEqual([]);
      expect(errorsOf(definition, { provider_extra: { any: ['thing', null] } })).toEqual([]);
    });

    it('declares what is documented, no more and no less', () => {
      const names = Object.keys(definition.schema['properties'] as object);
      expect(names.sort()).toEqual(rules.map(({ name }) => name).sort());
      expect(definition.description).toMatch(/^[A-Z].*\.$/s);
    });

    it('wants the guaranteed fields, and takes null where it may stand', () => {
      for (const { name, optional, nullable } of rules) {
        const isOnlyEntity = optional && definition.subjectOf(definition.example) === idOf(name);
        const whenAbsent = isOnlyEntity ? '/data required' : `/data/${name} required`;
        expect(errorsOf(definition, { [name]: undefined })).toEqual(
          optional && !isOnlyEntity ? [] : [whenAbsent],
        );
        const broken = definition.validate({ ...definition.example, [name]: null });
        expect([...new Set(broken.map(({ pointer }) => pointer))]).toEqual(
          nullable ? [] : [`/data/${name}`],
        );
      }
    });

    it('names its entity and the environment of its events', () => {
      expect(definition.subjectOf(definition.example)).toMatch(/./);
      expect(definition.isSandbox(definition.example)).toBe(false);
    });
  },
);

describe('a complianceRecord', () => {
  const definition = catalogue.get('complianceRecord') as EventTypeDefinition;
  const contractKey = '0f6d2b94-7c18-4a5e-93d0-e6b1c8a47f25';

  it('is about a customer or about a contract, never both or neither', () => {
    expect(errorsOf(definition, { customerKey: undefined, contractKey })).toEqual([]);
    expect(errorsOf(definition, { contractKey })).toEqual(['/data/contractKey not_together']);
    expect(errorsOf(definition, { customerKey: undefined })).toEqual(['/data required']);
    expect(definition.validate({ ...definition.example, contractKey: undefined })).toEqual([]);
    expect(errorsOf(definition, { customerKey: '7d1f6a40' })).toEqual([
      '/data/customerKey malformed',
    ]);
  });

  it.each([
    '2024-02-29T23:59:59',
    '2025-09-03T06:38:08Z',
    '2025-09-03T06:38:08+02:00',
    '2025-09-03T06:38:08.000',
    '20250903T063808.123Z',
  ])('takes %s as a time of change', (modified) =>
    expect(errorsOf(definition, { modified })).toEqual([]),
  );

  it.each([
    '2025-09-03 06:38:08',
    '2025-09-03',
    '2025-02-29T06:38:08',
    '1900-02-29T06:38:08',
    '2025-04-31T06:38:08',
    '2025-13-01T06:38:08',
    '2025-00-10T06:38:08',
    '2025-09-03T24:00:00',
    '2025-09-03T06:60:08',
    '2025-09-03T06:38:08\n',
    '',
  ])('refuses %j as a time of change', (modified) => {
    expect(errorsOf(definition, { modified })).toEqual(['/data/modified malformed']);
  });

  it('takes any whole number as its status', () => {
    for (const status of [100, 200, 0, -1]) expect(errorsOf(definition, { status })).toEqual([]);
    for (const status of [100.5, '100']) {
      expect(errorsOf(definition, { status })).toEqual(['/data/status wrong_type']);
    }
  });
});

describe('what a provider documents besides the id', () => {
  const step = catalogue.get('workflow.step_verification_completed') as EventTypeDefinition;
  const face = catalogue.get('verification.idFaceRecognitionResult.created') as EventTypeDefinition;

  it('is shown by the examples', () => {
    for (const definition of catalogue.list()) {
      const { pack, example } = definition;
      if (pack !== 'qoreid' && pack !== 'case-keeper') continue;
      expect(Object.keys(example).slice(0, 3)).toEqual(['id', 'reference', 'status']);
    }
    expect(step.example).toMatchObject({ step: 'address', steps: [{ step: 'liveness' }, {}] });
    expect(face.example).toMatchObject({ result: 'passed', confidence: 0.94 });
  });

  it('may be a word or an object, and is refused where it is neither', () => {
    for (const status of ['verified', { state: 'complete' }, null]) {
      expect(errorsOf(step, { status })).toEqual([]);
      expect(errorsOf(face, { status, result: status })).toEqual([]);
    }
    expect(errorsOf(step, { status: 1, steps: 'all' })).toEqual([
      '/data/status wrong_type',
      '/data/steps wrong_type',
    ]);
    expect(errorsOf(face, { confidence: 'high' })).toEqual(['/data/confidence wrong_type']);
  });

  it('finds events by the reference', () => {
    expect(step.idsOf(step.example)).toEqual([
      { field: 'id', value: '184207' },
      { field: 'reference', value: 'user_456' },
    ]);
  });
});

describe('the id of a third-party verification', () => {
  const definition = catalogue.get('workflow.step_verification_started') as EventTypeDefinition;

  it('is a text or a whole number', () => {
    for (const id of [1, 'a', 'x'.repeat(200)]) expect(errorsOf(definition, { id })).toEqual([]);
    for (const id of [1.5, '', 'x'.repeat(201), true, [1]]) {
      expect(errorsOf(definition, { id })).toEqual(['/data/id wrong_type']);
    }
  });
});
