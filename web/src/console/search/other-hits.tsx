import type { Schemas } from '../../api/client';
import { tenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/page';
import { StatusBadge, Tag } from '../../components/status-badge';
import classes from './other-hits.module.css';

type Hit = Schemas['Explanation']['others'][number];

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
  if (hit.kind === 'rejected') return `/console/rejected/${hit.id}`;
  if (hit.kind === 'tenant') return tenantBase(hit.id);
  const pages = { event: 'events', delivery: 'deliveries', endpoint: 'endpoints' };
  return `${tenantBase(hit.tenant_id)}/${pages[hit.kind]}/${hit.id}`;
}

function nameOf(hit: Hit): string {
  if (hit.kind === 'event') return hit.type;
  if (hit.kind === 'endpoint') return hit.url ?? hit.description ?? hit.id;
  if (hit.kind === 'rejected') return `${hit.type ?? 'a publish'}: ${hit.code}`;
  if (hit.kind === 'tenant') return hit.name;
  return `${hit.event_type} → ${hit.recipient ?? hit.endpoint_host ?? hit.channel}`;
}
