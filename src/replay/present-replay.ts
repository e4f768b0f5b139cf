import { publicId } from '../common/index.js';
import type { FieldsOf } from '../records/index.js';
import type { ReplayDto, UnreplayableDto } from './replay.dto.js';
import type { Counts, ShownReplayRow } from './replays.query.js';
import type { Unreplayable } from './decide-action.js';

/** Returns the JSON of a replay. */
export function presentReplay(row: ShownReplayRow): ReplayDto {
  const { queued, delivered, failed, given_up, taken_back, skipped } = row;
  const pending = queued - delivered - failed - given_up - taken_back;
  return {
    id: publicId('replay', row.id),
    endpoint_id: publicId('endpoint', row.endpoint_id),
    state: row.state,
    waiting_for: waitingFor(row),
    status: row.status,
    types: row.types,
    since: row.since.toISOString(),
    until: row.until.toISOString(),
    matched: row.matched,
    unreplayable: presentUnreplayable(row.unreplayable),
    queued,
    skipped: {
      ...presentUnreplayable(skipped),
      already_pending: skipped.already_pending ?? 0,
      changed: skipped.changed ?? 0,
    },
    taken_back,
    outcomes: { pending, delivered, failed, given_up },
    created_by: row.created_by,
    created_by_role: row.created_by_role,
    created_at: row.created_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    cancelled_by: row.cancelled_by,
  };
}

export function presentUnreplayable(counts: Counts<Unreplayable>): FieldsOf<UnreplayableDto> {
  return {
    redacted: counts.redacted ?? 0,
    retention_expired: counts.retention_expired ?? 0,
    format_cannot_carry: counts.format_cannot_carry ?? 0,
  };
}

function waitingFor({ state, endpoint_status }: ShownReplayRow): ReplayDto['waiting_for'] {
  if (state !== 'running') return null;
  if (endpoint_status === 'paused') return 'endpoint_paused';
  return endpoint_status === 'disabled' ? 'endpoint_disabled' : null;
}
