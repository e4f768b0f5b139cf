import { Derives, Personal } from '../field-records.js';
import { EventType } from '../event-type.js';
import { Decimal, Flag, Id, OneOf, Text, TextList, Whole } from '../field-decorators.js';
import {
  CHECK_TYPES,
  CheckPayload,
  MONITORING_EXAMPLE,
  MonitoringPayload,
} from './check-payload.js';
import type { CheckType } from './check-payload.js';

@Derives(
  () => CheckMatched,
  (check: CheckCompleted) =>
    check.status === 'hit' || check.has_match
      ? {
          check_id: check.check_id,
          check_type: check.check_type,
          status: 'hit' as const,
          hit_count: check.hit_count,
          batch_id: check.batch_id,
          session_id: check.session_id,
          external_ref: check.external_ref,
          is_sandbox: check.is_sandbox,
        }
      : undefined,
)
@EventType({
  type: 'check.completed',
  description:
    'A screening check has finished. With matches it brings check.matched along, with the fields that both have.',
  entityId: 'check_id',
  isConfidential: true,
  example: {
    check_id: 'check_abc123',
    check_type: 'sanction',
    status: 'clear',
    has_match: false,
    hit_count: 0,
    batch_id: 'batch_def456',
    session_id: 'session_ghi789',
    external_ref: 'user_456',
    is_sandbox: false,
  },
})
export class CheckCompleted extends CheckPayload {
  @OneOf(CHECK_TYPES)
  check_type: CheckType;

  @OneOf(['hit', 'clear'])
  status: 'hit' | 'clear';

  @Flag()
  has_match: boolean;

  @Whole({ optional: true })
  hit_count?: number;

  @Id({ optional: true, description: 'The batch of checks that the session started.' })
  batch_id?: string;

  @Decimal({ optional: true, description: 'Confidence of the best match, where there is one.' })
  max_score?: number;

  @Text({ optional: true })
  pep_risk_tier?: string;

  @Text({ optional: true })
  pep_recommended_action?: string;

  @Personal()
  @TextList({ optional: true, description: 'Public offices of the person.' })
  pep_classes?: readonly string[];
}

@EventType({
  type: 'check.matched',
  description: 'A screening check has found matches; comes beside its check.completed.',
  entityId: 'check_id',
  isConfidential: true,
  example: {
    check_id: 'check_abc123',
    check_type: 'sanction',
    status: 'hit',
    hit_count: 2,
    batch_id: 'batch_def456',
    session_id: 'session_ghi789',
    external_ref: 'user_456',
    is_sandbox: false,
  },
})
export class CheckMatched extends CheckPayload {
  @OneOf(CHECK_TYPES)
  check_type: CheckType;

  @OneOf(['hit'])
  status: 'hit';

  @Whole({ optional: true })
  hit_count?: number;

  @Id({ optional: true, description: 'The batch of checks that the session started.' })
  batch_id?: string;
}

@EventType({
  type: 'check.monitoring.new_hits',
  description: 'Monitoring has found new matches for a person who was screened before.',
  entityId: 'check_id',
  isConfidential: true,
  example: {
    ...MONITORING_EXAMPLE,
    new_hit_count: 1,
    total_hit_count: 3,
    max_new_score: 0.92,
    hit_sources: ['aml_screening'],
    hit_types: ['sanction'],
    providers_used: ['aml_screening'],
  },
})
export class CheckMonitoringNewHits extends MonitoringPayload {
  @Whole({ description: 'Matches that this run was the first to find.' })
  new_hit_count: number;

  @Decimal({ description: 'Confidence of the best new match.' })
  max_new_score: number;
}

@EventType({
  type: 'check.monitoring.clear',
  description: 'A monitoring run has found nothing new.',
  entityId: 'check_id',
  isConfidential: true,
  example: {
    ...MONITORING_EXAMPLE,
    total_hit_count: 2,
    hit_sources: ['aml_screening'],
    hit_types: ['pep'],
    providers_used: ['aml_screening'],
  },
})
export class CheckMonitoringClear extends MonitoringPayload {}
