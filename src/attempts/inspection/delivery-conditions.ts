import { parseId } from '../../common/index.js';
import { Conditions } from './conditions.js';
import type { Scope } from './conditions.js';
import type { DeliveryQuery } from './delivery.dto.js';
import { SHOWN_REASON, SHOWN_STATUS } from './find-deliveries.query.js';

const WAITING = `q.delivery_id IS NOT NULL AND d.status <> 'succeeded'`;

/** The filters of a list of deliveries. Those for what waits or went wrong name its small index too. */
export function deliveryConditions(scope: Scope, query: DeliveryQuery): Conditions {
  const conditions = new Conditions()
    .within('d.tenant_id', scope)
    .mayEqual('d.endpoint_id', query.endpoint_id && parseId('endpoint', query.endpoint_id))
    .mayEqual('d.event_id', query.event_id && parseId('event', query.event_id))
    .type('d.event_type', query.type)
    .mayEqual('d.last_code', query.code)
    .window('d.id', query);
  const { status, reason } = query;
  if (status === 'pending') conditions.add(WAITING);
  else if (status !== undefined) {
    conditions.equals(SHOWN_STATUS, status).equals('d.status', status);
    if (status !== 'succeeded') addUnhappy(conditions, scope, query);
  }
  if (reason !== undefined) conditions.equals(SHOWN_REASON, reason);
  return conditions;
}

/** Failures are few among many: by the endpoints of the tenants they are found without a scan. */
function addUnhappy(conditions: Conditions, scope: Scope, query: DeliveryQuery): void {
  conditions.add('d.unhappy');
  if (!scope || query.endpoint_id !== undefined) return;
  const tenants = conditions.bind(scope);
  conditions.add(
    `d.endpoint_id = ANY (ARRAY(SELECT id FROM endpoints WHERE tenant_id = ANY (${tenants}::uuid[])))`,
  );
}
