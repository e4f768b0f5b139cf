import type { Explanation } from '../../api/pending';
import { tenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/page';
import { StatusBadge, Tag } from '../../components/status-badge';
import classes from './other-hits.module.css';

type Hit = Explanation['others'][number];

/** What a search has found besides the thing that it explains. */
export function OtherHits({ hits }: { hits: readonly Hit[] }) {
  if (hits.length === 0) return null;
  return (
    <Panel title="Also found">
      <ul className={classes['hits']}>
        {hits.map((hit) => (
          <li key={`${hit.kind} ${hit.id}`}>
            <Tag>{hit.kind}</Tag>
            <AppLink to={pathOf(hit)}>
              <ForeignText text={nameOf(hit)} />
            </AppLink>
            {(hit.kind === 'delivery' || hit.kind === 'endpoint') && (
              <StatusBadge status={hit.status} />
            )}
            {hit.tenant_name !== null && hit.kind !== 'tenant' && (
              <span className={classes['tenant']}>
                <ForeignText text={hit.tenant_name} />
              </span>
            )}
            <span className={classes['when']}>
              <Moment at={hit.kind === 'event' ? hit.created : hit.created_at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function pathOf(hit: Hit): string {
  switch (hit.kind) {
    case 'event':
      return `${tenantBase(hit.tenant_id)}/events/${hit.id}`;
    case 'delivery':
      return `${tenantBase(hit.tenant_id)}/deliveries/${hit.id}`;
    case 'endpoint':
      return `${tenantBase(hit.tenant_id)}/endpoints/${hit.id}`;
    case 'rejected':
      return `/console/rejected/${hit.id}`;
    case 'tenant':
      return tenantBase(hit.id);
  }
}

function nameOf(hit: Hit): string {
  switch (hit.kind) {
    case 'event':
      return hit.type;
    case 'delivery':
      return `${hit.event_type} → ${hit.recipient ?? hit.endpoint_host ?? hit.channel}`;
    case 'endpoint':
      return hit.url ?? hit.description ?? hit.id;
    case 'rejected':
      return `${hit.type ?? 'a publish'}: ${hit.code}`;
    case 'tenant':
      return hit.name;
  }
}
