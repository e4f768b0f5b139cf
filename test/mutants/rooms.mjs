const replay = (name) => `test/integration/replay/${name}.spec.ts`;
const REDACTION = ['test/integration/redaction/redaction.spec.ts'];
const retention = (name) => [`test/integration/retention/${name}.spec.ts`];
const MONITOR = ['src/endpoint-monitor/next-step.spec.ts'];

/** Mutants of the rooms beside the queue. */
export const ROOM_MUTANTS = [
  {
    name: 'replay: resends what a redaction emptied',
    file: 'src/replay/decide-action.ts',
    search: 'if (candidate.is_redacted)',
    replace: 'if (!candidate.has_body && candidate.is_redacted && false)',
    specs: ['src/replay/decide-action.spec.ts'],
  },
  {
    name: 'replay: restarts what is queued already',
    file: 'src/replay/decide-action.ts',
    search: "isQueued ? { skip: 'already_pending' } : { action: 'restart' }",
    replace: "{ action: 'restart' }",
    specs: ['src/replay/decide-action.spec.ts'],
  },
  {
    name: 'replay: the window has no upper limit',
    file: 'src/replay/window-size.ts',
    search: 'Math.min(MAX_WINDOW_SIZE, size * 2)',
    replace: 'size * 2',
    specs: ['src/replay/window-size.spec.ts'],
  },
  {
    name: 'replay: quarantined deliveries are not sent alone',
    file: 'src/queue/requeue.query.ts',
    search:
      "CASE WHEN status = 'held' AND reason = 'poison' THEN ${SOLO_AFTER_LOST_LEASES} ELSE 0 END",
    replace: '0',
    specs: [replay('replays')],
  },
  {
    // Whether it is under a lease is not asked for alone: a claim raises `attempts`, so `attempts_before` differs.
    name: 'replay: a cancellation takes back what was retried by hand',
    file: 'src/queue/withdraw-replay.query.ts',
    search: "AND q.trigger <> 'manual'",
    replace: '',
    specs: [replay('cancelling')],
  },
  {
    name: 'retention: a drop waits for as long as the table is in use',
    file: 'sql/functions/drop_past_partition.sql',
    search: " SET lock_timeout = '250ms'",
    replace: '',
    specs: retention('retention'),
  },
  {
    name: 'retention: a partition is dropped when its oldest row is past',
    file: 'sql/functions/drop_past_partition.sql',
    search: 'v_oldest.end_id > uuid_at',
    replace: 'v_oldest.first_id > uuid_at',
    specs: retention('retention'),
  },
  {
    name: 'retention: deliveries in the queue are dropped',
    file: 'sql/functions/drop_past_partition.sql',
    search: "IF p_parent = 'deliveries' AND EXISTS",
    replace: 'IF false AND EXISTS',
    specs: retention('retention'),
  },
  {
    name: 'retention: a tenant with a shorter time loses what others keep',
    file: 'src/retention/tenant-purges.ts',
    search: 'WHERE tenant_id = $1 AND id > $2 AND id < $3',
    replace: 'WHERE $1::uuid IS NOT NULL AND id > $2 AND id < $3',
    specs: retention('retention'),
  },
  {
    name: 'retention: what waits or is held vanishes without a reason',
    file: 'src/retention/tenant-purges.ts',
    search: 'await manager.query(EXPIRE_WAITING, [all]);',
    replace: '',
    specs: retention('retention'),
  },
  {
    name: 'retention: the log has no gap',
    file: 'src/retention/purges.query.ts',
    search: 'SET purged_position = greatest(h.purged_position, g.position)',
    replace: 'SET purged_position = h.purged_position',
    specs: retention('other-tables'),
  },
  {
    name: 'retention: the count of a subject that has events begins again',
    file: 'src/retention/purges.query.ts',
    search: 'AND NOT EXISTS (SELECT FROM events e WHERE e.tenant_id = l.tenant_id',
    replace: 'AND NOT EXISTS (SELECT FROM events e WHERE false AND e.tenant_id = l.tenant_id',
    specs: retention('other-tables'),
  },
  {
    name: 'redaction: the body of the event stays',
    file: 'src/redaction/redaction.query.ts',
    search: '`DELETE FROM event_bodies WHERE event_id = ANY ($1::uuid[])`',
    replace: '`DELETE FROM event_bodies WHERE event_id = ANY ($1::uuid[]) AND false`',
    specs: REDACTION,
  },
  {
    name: 'records: an id is looked for in the newest period only',
    file: 'src/records/look-through-periods.ts',
    search: 'if (rows.length >= limit ||',
    replace: 'if (rows.length >= 0 ||',
    specs: ['src/records/look-through-periods.spec.ts'],
  },
  {
    name: 'records: an id of many events is looked for in all of them at once',
    file: 'src/records/look-through-periods.ts',
    search: 'export const MOST_CANDIDATES = 2_000;',
    replace: 'export const MOST_CANDIDATES = 2_000_000;',
    specs: ['src/records/look-through-periods.spec.ts'],
  },
  {
    name: 'records: a type is looked for in all events at once',
    file: 'src/records/find-last-id.query.ts',
    search:
      "if (type === undefined || type === '*') return { rows: await find(manager, indexed(), limit) };",
    replace:
      'if (limit > 0) return { rows: await find(manager, indexed().type(`${table.slice(-1)}.type`, type), limit) };',
    specs: ['test/integration/records/long-lists.spec.ts'],
  },
  {
    name: 'housekeeping: each sweep of held deliveries looks at everything',
    file: 'src/housekeeping/held-deliveries.ts',
    search: 'from: isWhole ? NIL :',
    replace: 'from: isWhole || true ? NIL :',
    specs: ['test/integration/housekeeping/held-deliveries.spec.ts'],
  },
  {
    name: 'housekeeping: held deliveries are looked for in the first piece only',
    file: 'src/queue/expire-held.query.ts',
    search: 'ORDER BY id OFFSET $3 - 1 LIMIT 1',
    replace: 'ORDER BY id OFFSET $3 LIMIT 1',
    specs: ['test/integration/housekeeping/held-deliveries.spec.ts'],
  },
  {
    name: 'redaction: the references stay',
    file: 'src/redaction/redaction.query.ts',
    search: '`DELETE FROM event_refs WHERE event_id = ANY ($1::uuid[])`',
    replace: '`DELETE FROM event_refs WHERE event_id = ANY ($1::uuid[]) AND false`',
    specs: REDACTION,
  },
  {
    name: 'redaction: what attempts sent and got stays',
    file: 'src/queue/redact-deliveries.query.ts',
    search: 'JOIN attempts a ON a.delivery_id = d.id WHERE',
    replace: 'JOIN attempts a ON a.delivery_id = d.id WHERE false AND',
    specs: REDACTION,
  },
  {
    name: 'redaction: what waits is sent all the same',
    file: 'src/queue/redact-deliveries.query.ts',
    search: 'AND leased_until IS NULL\n  ORDER BY delivery_id FOR UPDATE',
    replace: 'AND leased_until IS NULL AND false\n  ORDER BY delivery_id FOR UPDATE',
    specs: REDACTION,
  },
  {
    name: 'endpoint monitor: disables without the time of the warning',
    file: 'src/endpoint-monitor/next-step.ts',
    search: '>= rules.warningMs',
    replace: '>= 0',
    specs: MONITOR,
  },
  {
    name: 'endpoint monitor: disables after too few events',
    file: 'src/endpoint-monitor/next-step.ts',
    search: 'state.failedEvents >= rules.minFailedEvents',
    replace: 'state.failedEvents >= 0',
    specs: MONITOR,
  },
  {
    name: 'endpoint monitor: reminds hourly for ever',
    file: 'src/endpoint-monitor/next-step.ts',
    search: '< DAY ? REMINDER_MS : DAY',
    replace: '< DAY ? REMINDER_MS : REMINDER_MS',
    specs: MONITOR,
  },
  {
    name: 'stream: a cursor of another tenant is taken',
    file: 'src/stream/cursor.ts',
    search: "hash('sha256', `${tenantId} ${position}`",
    replace: "hash('sha256', `${position}`",
    specs: ['src/stream/cursor.spec.ts'],
  },
  {
    name: 'stream: sends types that the format cannot carry',
    file: 'src/stream/subscription.ts',
    search: 'matchesType(types, type) && canCarry(format, type)',
    replace: 'matchesType(types, type)',
    specs: ['src/stream/subscription.spec.ts', 'test/integration/stream/reading.spec.ts'],
  },
];
