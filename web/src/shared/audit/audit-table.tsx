import type { Schemas } from '../../api/client';
import { tenantBase } from '../../app/tenant';
import { DataTable, type Column } from '../../components/data-table';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Moment } from '../../components/moment';
import { Tag } from '../../components/status-badge';
import type { List } from '../../components/use-list';
import classes from './audit-table.module.css';
import { changesOf, personOf, wordsFor } from './audit-words';

type Entry = Schemas['AuditEntry'];

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
  { header: 'On', cell: ({ target }) => <Id id={target} /> },
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

const TENANT: Column<Entry> = {
  header: 'Tenant',
  cell: ({ tenant_id: id }) => (id === null ? '–' : <Id id={id} to={tenantBase(id)} />),
};

/** What was changed, as it was and as it is, and what else is known. */
function Details({ details }: Pick<Entry, 'details'>) {
  const { changes, rest } = changesOf(details);
  return (
    <>
      {changes.map(({ name, before, after }) => (
        <span key={name} className={classes['change']}>
          <span className={classes['address']}>{name}:</span>{' '}
          {before !== undefined && <ForeignText text={before} />}
          {before !== undefined && ' → '}
          <ForeignText text={after ?? 'none'} />
        </span>
      ))}
      {Object.keys(rest).length > 0 && (
        <code className={classes['details']}>
          <ForeignText text={JSON.stringify(rest)} />
        </code>
      )}
    </>
  );
}

function Person({ details }: Pick<Entry, 'details'>) {
  const person = personOf(details);
  return person === undefined ? null : <ForeignText text={person} />;
}

/** Entries of the audit log. */
export function AuditTable({
  list,
  showsTenant = false,
}: {
  list: List<Entry>;
  showsTenant?: boolean;
}) {
  return (
    <DataTable
      label="Audit log"
      columns={showsTenant ? [...COLUMNS.slice(0, 4), TENANT, ...COLUMNS.slice(4)] : COLUMNS}
      list={list}
      rowKey={({ id }) => id}
      empty={{
        title: 'Nothing was done yet',
        hint: 'Changes are written down here as they are made.',
      }}
    />
  );
}
