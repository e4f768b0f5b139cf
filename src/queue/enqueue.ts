/** A delivery to be made of an event. */
export interface PlannedDelivery {
  id: string;
  endpointId: string;
  /** One of the endpoint's mail addresses, each of which has a delivery of its own; else null. */
  recipient: string | null;
  /** The format of a webhook's body; else the channel, whose messages have one shape. */
  format: string;
  status: 'pending' | 'held';
  reason: 'queued' | 'endpoint_paused' | 'endpoint_disabled' | 'address_on_hold';
  /** A pending one is due at the end of the endpoint's window of this length; 0: at once. */
  waitMs: number;
  /** Waits for those of its subject that came earlier. */
  ordered: boolean;
}

/** Returns the parallel arrays that `storeDeliveries` reads, in the order of its parameters. */
export function deliveryColumns(
  plans: readonly { eventId: string; plan: { deliveries: readonly PlannedDelivery[] } }[],
): unknown[] {
  const planned = plans.flatMap(({ eventId, plan }) =>
    plan.deliveries.map((delivery) => ({ delivery, eventId })),
  );
  const each = <T>(pick: (delivery: PlannedDelivery) => T): T[] =>
    planned.map(({ delivery }) => pick(delivery));
  return [
    each(({ id }) => id),
    planned.map(({ eventId }) => eventId),
    each(({ endpointId }) => endpointId),
    each(({ format }) => format),
    each(({ status }) => status),
    each(({ reason }) => reason),
    each(({ waitMs }) => waitMs),
    each(({ ordered }) => ordered),
    each(({ recipient }) => recipient),
  ];
}

/**
 * Returns the steps of a statement that store deliveries with their places in the queue. The columns of
 * `deliveryColumns` begin at parameter `first`; the number of automatic attempts follows them. Where an
 * event's `fanout_version` is null the plan may be old: whether an endpoint is sent to is then read from
 * its row, which the lock on the tenant's keeps as it is. A worker finds out that an endpoint was deleted.
 */
export function storeDeliveries(first: number): string {
  const at = (offset: number): string => `$${first + offset}`;
  return `unchecked AS MATERIALIZED (
  SELECT id, status = 'active' OR deleted_at IS NOT NULL AS is_sent_to, status FROM endpoints
  WHERE id = ANY (ARRAY(
    SELECT p.endpoint_id FROM unnest(${at(1)}::uuid[], ${at(2)}::uuid[]) AS p (event_id, endpoint_id)
    JOIN fresh f ON f.id = p.event_id WHERE f.fanout_version IS NULL
  ))
  ORDER BY id
  FOR SHARE
), planned AS MATERIALIZED (
  SELECT p.id, p.event_id, p.endpoint_id, p.format, p.wait_ms, p.recipient, n.tenant_id, n.type, n.created_at,
    CASE WHEN p.ordered THEN n.subject_hash END AS subject_hash,
    CASE WHEN p.ordered THEN n.sequence END AS sequence,
    CASE WHEN u.id IS NULL THEN p.status WHEN u.is_sent_to THEN 'pending' ELSE 'held' END AS status,
    CASE WHEN u.id IS NULL THEN p.reason WHEN u.is_sent_to THEN 'queued' ELSE 'endpoint_' || u.status END AS reason
  FROM unnest(${at(0)}::uuid[], ${at(1)}::uuid[], ${at(2)}::uuid[], ${at(3)}::text[], ${at(4)}::text[], ${at(5)}::text[], ${at(6)}::int[], ${at(7)}::boolean[], ${at(8)}::text[])
    AS p (id, event_id, endpoint_id, format, status, reason, wait_ms, ordered, recipient)
  JOIN numbered n ON n.id = p.event_id
  LEFT JOIN unchecked u ON u.id = p.endpoint_id AND p.reason <> 'address_on_hold'
    AND p.event_id IN (SELECT id FROM fresh WHERE fanout_version IS NULL)
), delivered AS (
  INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, channel, recipient, format, status, reason, max_attempts, unhappy, created_at)
  SELECT id, event_id, tenant_id, endpoint_id, type,
    CASE WHEN format IN ('email', 'slack') THEN format ELSE 'webhook' END, recipient,
    format, status, reason, ${at(9)}::int, status = 'held', created_at
  FROM planned
), queued AS (
  INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, subject_hash, sequence, recipient)
  SELECT id, event_id, endpoint_id, tenant_id,
    CASE WHEN wait_ms > 0 THEN end_of_window(now(), wait_ms, endpoint_id) ELSE clock_timestamp() END,
    subject_hash, sequence, recipient
  FROM planned WHERE status = 'pending'
  -- mails in the order in which their windows are locked; the first of a subject to come is due, the others wait
  ORDER BY CASE WHEN recipient IS NOT NULL THEN endpoint_id END NULLS FIRST, recipient, sequence
)`;
}
