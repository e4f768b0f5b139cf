import { parseId } from '../common/index.js';
import { WAITING_REASONS } from '../model/index.js';
import { SHOWN_REASON, SHOWN_STATUS } from '../queue/index.js';
import { Conditions } from './conditions.js';
import type { Scope } from './conditions.js';
import type { DeliveryQuery } from './delivery.dto.js';
import { IS_SANDBOX } from './find-deliveries.query.js';
import type { Piece } from './look-back.js';

const WAITING = `q.delivery_id IS NOT NULL AND d.status <> 'succeeded'`;

/** The conditions of a list of deliveries. */
export function deliveryConditions(scope: Scope, query: DeliveryQuery): Conditions {
  const conditions = indexed(new Conditions(), 'd', scope, query)
    .type('d.event_type', query.type)
    .environment(IS_SANDBOX, query.environment)
    .mayEqual('d.last_code', query.code)
    .mayEqual(SHOWN_STATUS, query.status)
    .mayEqual(SHOWN_REASON, query.reason);
  if (query.suspicious_success === 'false') conditions.add('NOT d.suspicious_success');
  const kind = kindOf(query);
  if (kind === 'waiting') conditions.add(WAITING);
  if (kind === 'undelivered') conditions.add('d.unhappy');
  return conditions;
}

/** Whether the list has conditions that no index serves, so that it has to be read piece by piece. */
export function needsLookBack({ event_id, ...query }: DeliveryQuery): boolean {
  const { type, environment, code, status, reason, suspicious_success } = query;
  const others = [
    type === '*' ? undefined : type,
    environment === 'all' ? undefined : environment,
    code,
    status,
    reason,
  ];
  return event_id === undefined && [...others, suspicious_success].some((one) => one !== undefined);
}

/** What small index or order finds them: few deliveries among many wait, and few end without success. */
function kindOf({ status, reason }: DeliveryQuery): 'waiting' | 'undelivered' | 'any' {
  if (status === 'pending') return 'waiting';
  if (status !== undefined && status !== 'succeeded') return 'undelivered';
  if (reason === undefined) return 'any';
  return WAITING_REASONS.includes(reason) ? 'waiting' : 'undelivered';
}

/** The conditions that an index serves together with the order by id. */
function indexed(
  conditions: Conditions,
  d: string,
  scope: Scope,
  query: DeliveryQuery,
): Conditions {
  const { endpoint_id, event_id, suspicious_success } = query;
  conditions
    .within(`${d}.tenant_id`, scope)
    .mayEqual(`${d}.endpoint_id`, endpoint_id && parseId('endpoint', endpoint_id))
    .mayEqual(`${d}.event_id`, event_id && parseId('event', event_id))
    .window(`${d}.id`, query);
  return suspicious_success === 'true' ? conditions.add(`${d}.suspicious_success`) : conditions;
}

interface Candidates {
  scope: Scope;
  query: DeliveryQuery;
  piece: Piece;
  /** So many of them, the newest; absent: all. */
  rows?: number;
}

/** Adds that d (deliveries) is a candidate of the piece. */
export function addPiece(conditions: Conditions, candidates: Candidates): Conditions {
  const { scope, query, piece } = candidates;
  if (kindOf(query) === 'any' && !isOfManyTenants(scope, query))
    return conditions.inPiece('d.id', piece);
  return conditions.add(`d.id = ANY (ARRAY(${candidateIds(conditions, candidates)}))`);
}

/**
 * Returns a SELECT of the ids that the list may contain, from the smallest index that has all of them. Each tenant or
 * endpoint of several gives its newest. The values are bound in `bound`.
 */
export function candidateIds(bound: Conditions, { scope, query, piece, rows }: Candidates): string {
  const limit = rows === undefined ? undefined : bound.bind(rows);
  const newest = (id: string): string =>
    limit === undefined ? '' : `ORDER BY ${id} DESC LIMIT ${limit}`;
  if (kindOf(query) === 'waiting') {
    const where = bound.fork().window('c.delivery_id', query).inPiece('c.delivery_id', piece);
    return `SELECT c.delivery_id AS id FROM delivery_queue c WHERE ${where.toString()} ${newest('c.delivery_id')}`;
  }
  const ofEach = (parents: string, where: Conditions): string =>
    `SELECT c.id FROM ${parents} CROSS JOIN LATERAL (
    SELECT c.id FROM deliveries c WHERE ${where.toString()} ${newest('c.id')}) c ${newest('c.id')}`;
  if (kindOf(query) === 'undelivered') {
    const { endpoint_id } = query;
    const endpoints = bound
      .fork()
      .within('tenant_id', scope)
      .mayEqual('id', endpoint_id && parseId('endpoint', endpoint_id));
    // Only columns of the index, so that no row is read.
    const where = bound.fork().window('c.id', query).inPiece('c.id', piece);
    where.add('c.unhappy AND c.endpoint_id = p.id');
    return ofEach(`(SELECT id FROM endpoints WHERE ${endpoints.toString()}) p`, where);
  }
  const where = indexed(bound.fork(), 'c', scope, query).inPiece('c.id', piece);
  if (!isOfManyTenants(scope, query))
    return `SELECT c.id FROM deliveries c WHERE ${where.toString()} ${newest('c.id')}`;
  where.add('c.tenant_id = p.id');
  return ofEach(`unnest(${bound.bind(scope)}::uuid[]) AS p (id)`, where);
}

/** No index has the deliveries of several tenants in their order. */
function isOfManyTenants(scope: Scope, { endpoint_id }: DeliveryQuery): boolean {
  return scope !== null && scope.length !== 1 && endpoint_id === undefined;
}
