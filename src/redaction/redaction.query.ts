import { FORGET_BODIES, FORGET_FINGERPRINTS } from '../events/index.js';
import { FORGET_EXCHANGES, GIVE_UP_WAITING } from '../queue/index.js';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import type { DueWork } from '../database/index.js';

/** The event and all that was derived from it. $1 event, $2 tenant. */
export const FIND_FAMILY = `
WITH RECURSIVE family AS (
  SELECT id, redacted_at FROM events WHERE id = $1 AND tenant_id = $2
  UNION
  SELECT e.id, e.redacted_at FROM family f JOIN events e ON e.caused_by = f.id AND e.tenant_id = $2
)
SELECT id, redacted_at IS NOT NULL AS is_redacted FROM family ORDER BY id = $1 DESC, id`;

/** Steps that make events $1 empty records, in this order. */
export const FORGET_CONTENT = [
  FORGET_BODIES,
  `DELETE FROM event_refs WHERE event_id = ANY ($1::uuid[])`,
  FORGET_EXCHANGES,
  FORGET_FINGERPRINTS,
  `UPDATE events SET redacted_at = now(), sealed_labels = NULL, subject_hash = NULL, violations = NULL
   WHERE id = ANY ($1::uuid[]) AND redacted_at IS NULL`,
  `INSERT INTO redaction_follow_ups (event_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING`,
];

/** Redacted events, at most $1, whose last attempts may have been reported since the last look. */
const FIND_FOLLOW_UPS = `
SELECT event_id FROM redaction_follow_ups WHERE next_look_at <= now()
ORDER BY next_look_at LIMIT $1 FOR UPDATE SKIP LOCKED`;

/** Ever less often; a worker that was away for longer than a day reports nothing any more. */
const PUT_OFF_FOLLOW_UPS = `
UPDATE redaction_follow_ups
SET next_look_at = now() + greatest(interval '1 second', least(interval '1 hour', (now() - redacted_at) / 4))
WHERE event_id = ANY ($1::uuid[])`;

const END_FOLLOW_UPS = `
DELETE FROM redaction_follow_ups
WHERE event_id = ANY ($1::uuid[]) AND redacted_at < now() - interval '25 hours'`;

const POLL_MS = 1_000;
const BATCH = 100;

/**
 * Attempts that were under way when their event was redacted report later: what they got goes then,
 * and what they would try again fails. An event of a restored database that is to be redacted again is
 * a follow-up that has its content still. Runs in the processes that deliver.
 */
@Injectable()
export class RedactionFollowUp {
  private running: RunLoop | undefined;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(due?: DueWork): void {
    this.running = runLoop(() => this.run(), {
      everyMs: POLL_MS,
      isDue: due?.when('EXISTS (SELECT FROM redaction_follow_ups WHERE next_look_at <= now())'),
      onError: (error) =>
        this.logger.error({ err: error }, 'redaction not followed up; it is tried again'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Processes what is due; returns whether there may be more. Workers may run it side by side. */
  run(): Promise<boolean> {
    return this.source.transaction(async (manager) => {
      const rows = await manager.query<{ event_id: string }[]>(FIND_FOLLOW_UPS, [BATCH]);
      const ids = rows.map((row) => row.event_id);
      if (ids.length === 0) return false;
      const steps = [GIVE_UP_WAITING, ...FORGET_CONTENT, PUT_OFF_FOLLOW_UPS, END_FOLLOW_UPS];
      for (const step of steps) await manager.query(step, [ids]);
      return ids.length === BATCH;
    });
  }
}
