import { Flag, Id, OneOf, TextList, Whole } from '../field-decorators.js';

export const CHECK_TYPES = [
  'sanction',
  'pep',
  'adverse_media',
  'warning',
  'email_risk_enhanced',
  'phone_risk_enhanced',
] as const;
export type CheckType = (typeof CHECK_TYPES)[number];

const MONITORING_TRIGGERS = ['scheduled', 'on_demand', 'ca_webhook', 'watchlist_change'] as const;
export type MonitoringTrigger = (typeof MONITORING_TRIGGERS)[number];

/** The fields of every check event. A check can also exist without a session. */
export class CheckPayload {
  @Id()
  check_id: string;

  @Id({ optional: true, nullable: true, description: 'The session, if the check is part of one.' })
  session_id?: string | null;

  @Id({ optional: true, nullable: true, description: "The tenant's own reference." })
  external_ref?: string | null;

  @Flag()
  is_sandbox: boolean;
}

/** The fields of both outcomes of a monitoring run. */
export class MonitoringPayload extends CheckPayload {
  @Id()
  monitor_run_id: string;

  @OneOf(MONITORING_TRIGGERS, { description: 'What caused this run.' })
  trigger: MonitoringTrigger;

  @Whole({ description: 'Matches of all runs together.' })
  total_hit_count: number;

  @TextList()
  hit_sources: readonly string[];

  @TextList({
    optional: true,
    description: 'Kinds of check with matches; not all providers name them.',
  })
  hit_types?: readonly string[];

  @TextList()
  providers_used: readonly string[];
}

/** The fields that all examples of monitoring share. */
export const MONITORING_EXAMPLE = {
  check_id: 'check_abc123',
  session_id: 'session_ghi789',
  external_ref: 'user_456',
  is_sandbox: false,
  monitor_run_id: 'monrun_xyz',
  trigger: 'scheduled',
} as const;
