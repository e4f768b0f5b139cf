import { parseId } from '../common/index.js';
import { WAITING_REASONS } from '../model/index.js';
import { SHOWN_REASON, SHOWN_STATUS } from '../queue/index.js';
import { Conditions } from './conditions.js';
import type { Scope } from './conditions.js';
import type { DeliveryQuery } from './delivery.dto.js';

const WAITING = `q.delivery_id IS NOT NULL AND d.status <> 'succeeded'`;

/** The filters of a list of deliveries. */
export function deliveryConditions(scope: Scope, query: DeliveryQuery): Conditions {
  const conditions = new Conditions()
    .within('d.tenant_id', scope)
    .mayEqual('d.endpoint_id', query.endpoint_id && parseId('endpoint', query.endpoint_id))
    .mayEqual('d.event_id', query.event_id && parseId('event', query.event_id))
    .type('d.event_type', query.type)
    .mayEqual('d.last_code', query.code)
    .mayEqual(SHOWN_STATUS, query.status)
    .mayEqual(SHOWN_REASON, query.reason)
    .window('d.id', query);
  if (query.suspicious_success === 'true') conditions.add('d.suspicious_success');
  if (query.suspicious_success === 'false') conditions.add('NOT d.suspicious_success');
  const kind = kindOf(query);
  if (kind === 'waiting') conditions.add(WAITING);
  if (kind === 'unhappy') addUnhappy(conditions, scope, query);
  return conditions;
}

/** Which small index finds them: few deliveries among many wait, and few end unhappily. */
function kindOf({ status, reason }: DeliveryQuery): 'waiting' | 'unhappy' | 'any' {
  if (status === 'pending') return 'waiting';
  if (status !== undefined && status !== 'succeeded') return 'unhappy';
  if (reason === undefined) return 'any';
  return WAITING_REASONS.includes(reason) ? 'waiting' : 'unhappy';
}

/** The index on unhappy ones is by endpoint. */
function addUnhappy(conditions: Conditions, scope: Scope, query: DeliveryQuery): void {
  conditions.add('d.unhappy');
  if (!scope || query.endpoint_id !== undefined) return;
  const tenants = conditions.bind(scope);
  conditions.add(
    `d.endpoint_id = ANY (ARRAY(SELECT id FROM endpoints WHERE tenant_id = ANY (${tenants}::uuid[])))`,
  );
}
