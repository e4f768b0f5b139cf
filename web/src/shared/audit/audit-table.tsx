import type { Schemas } from '../../api/client';
import { isOfStaff, useSession } from '../../api/session';
import { tenantBase, useTenant, useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { DataTable, type Column } from '../../components/data-table';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Moment } from '../../components/moment';
import { Tag } from '../../components/status-badge';
import type { List } from '../../components/use-list';
import classes from './audit-table.module.css';
import { changesOf, personOf, wordsFor, type Change } from './audit-words';

type Entry = Schemas['AuditEntry'];
type WholeEntry = Schemas['WholeAuditEntry'];

const COLUMNS: readonly Column<Entry>[] = [
  { header: 'When', cell: ({ at }) => <Moment at={at} />, isNarrow: true },
  {
    header: 'Who',
    cell: ({ actor, role, address, details }) => (
      <span className={classes['who']}>
        <span>
          {actor.startsWith('key_') ? <Id id={actor} /> : <ForeignText text={actor} />}{' '}
          <Tag>{role}</Tag>
        </span>
        <Person details={details} />
        {address !== null && <span className={classes['address']}>{address}</span>}
      </span>
    ),
  },
  {
    header: 'What',
    cell: ({ action }) => (
      <span className={classes['who']}>
        <span>{wordsFor(action)}</span>
        <code className={classes['address']}>{action}</code>
      </span>
    ),
  },
  { header: 'On', cell: (entry) => <Target entry={entry} /> },
  {
    header: 'Reason and details',
    cell: ({ reason, details }) => (
      <span className={classes['who']}>
        {reason !== null && <ForeignText text={`“${reason}”`} />}
        <Details details={details} />
      </span>
    ),
  },
];

const TENANT: Column<WholeEntry> = {
  header: 'Tenant',
  cell: ({ tenant_id: id, tenant_name: name }) => {
    if (id === null) return '–';
    if (name === null || name === '') return <Id id={id} to={tenantBase(id)} />;
    return (
      <AppLink to={tenantBase(id)}>
        <ForeignText text={name} />
      </AppLink>
    );
  },
};
const WHOLE: readonly Column<WholeEntry>[] = [...COLUMNS.slice(0, 4), TENANT, ...COLUMNS.slice(4)];

const PAGES = [
  ['ep_', 'endpoints'],
  ['evt_', 'events'],
  ['dlv_', 'deliveries'],
  ['rpl_', 'replays'],
] as const;

/** What it was done to, with a link where there is a page about it. */
function Target({ entry: { target, tenant_id: tenantId } }: { entry: Entry }) {
  const base = useTenantBase();
  const session = useSession();
  const isAcrossTenants = useTenant() === 'me' && isOfStaff(session);
  const own = isAcrossTenants ? tenantId && tenantBase(tenantId) : base;
  const [, page] = PAGES.find(([prefix]) => target.startsWith(prefix)) ?? [];
  return page === undefined || own === null ? (
    <Id id={target} />
  ) : (
    <Id id={target} to={`${own}/${page}/${target}`} />
  );
}

/** What was changed, as it was and as it is, and what else is known. */
function Details({ details }: Pick<Entry, 'details'>) {
  const { changes, rest } = changesOf(details);
  return (
    <>
      {changes.length <= FEW_CHANGES ? (
        <Changes changes={changes} />
      ) : (
        <details className={classes['fold']}>
          <summary>{changes.length} fields</summary>
          <Changes changes={changes} />
        </details>
      )}
      {Object.keys(rest).length > 0 && (
        <code className={classes['details']}>
          <ForeignText text={JSON.stringify(rest)} />
        </code>
      )}
    </>
  );
}

const FEW_CHANGES = 3;

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <span className={classes['who']}>
      {changes.map(({ name, before, after }) => (
        <span key={name} className={classes['change']}>
          <span className={classes['address']}>{name}:</span>{' '}
          {before !== undefined && <ForeignText text={before} />}
          {before !== undefined && ' → '}
          <ForeignText text={after ?? 'none'} />
        </span>
      ))}
    </span>
  );
}

function Person({ details }: Pick<Entry, 'details'>) {
  const person = personOf(details);
  return person === undefined ? null : <ForeignText text={person} />;
}

interface TableProps<Row> {
  list: List<Row>;
  /** Absent: no filter is set. */
  onClearFilters: (() => void) | undefined;
}

const LABELS = {
  label: 'Audit log',
  empty: {
    title: 'Nothing was done yet',
    hint: 'Changes are written down here as they are made.',
  },
};

/** Entries of the audit log of a tenant. */
export function AuditTable(props: TableProps<Entry>) {
  return <DataTable {...LABELS} {...props} columns={COLUMNS} rowKey={({ id }) => id} />;
}

/** Those of all tenants, and of none. */
export function WholeAuditTable(props: TableProps<WholeEntry>) {
  return <DataTable {...LABELS} {...props} columns={WHOLE} rowKey={({ id }) => id} />;
}
