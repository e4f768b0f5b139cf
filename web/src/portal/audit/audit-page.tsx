import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { DataTable, type Column } from '../../components/data-table';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Moment } from '../../components/moment';
import { Page } from '../../components/page';
import { useList } from '../../components/use-list';
import { useAllowed } from '../shared/allowed';
import { PageNotAllowed } from '../shared/not-allowed';
import classes from './audit.module.css';

type Entry = Schemas['AuditEntry'];

const COLUMNS: readonly Column<Entry>[] = [
  { header: 'When', cell: ({ at }) => <Moment at={at} />, isNarrow: true },
  { header: 'What', cell: ({ action }) => <ForeignText text={wordsOf(action)} /> },
  { header: 'Who', cell: (entry) => <Actor entry={entry} /> },
  { header: 'Target', cell: ({ target }) => <Id id={target} /> },
  { header: 'Details', cell: (entry) => <Details entry={entry} /> },
];

/** Who changed or saw what. */
export function AuditPage() {
  const tenant = useTenant();
  const may = useAllowed();
  return (
    <Page title="Audit" summary="Who changed or revealed what, newest first.">
      {may('read_audit') ? <Entries tenant={tenant} /> : <PageNotAllowed action="read_audit" />}
    </Page>
  );
}

function Entries({ tenant }: { tenant: string }) {
  const list = useList<Entry>({
    key: ['audit', tenant],
    load: ({ cursor, signal }) => {
      const query = cursor === undefined ? {} : { cursor };
      return read(
        api.GET('/v1/tenants/{tenant}/audit', { params: { path: { tenant }, query }, signal }),
      );
    },
  });
  return (
    <DataTable
      label="Audit log"
      columns={COLUMNS}
      list={list}
      rowKey={({ id }) => id}
      empty={{ title: 'Nothing on record yet' }}
    />
  );
}

/** `api_key.created` as "api key created". */
function wordsOf(action: string): string {
  return action.replaceAll(/[._]/g, ' ');
}

function Actor({ entry: { actor, role, address, details } }: { entry: Entry }) {
  const person = details['person_name'] ?? details['person_id'];
  return (
    <span className={classes['actor']}>
      {typeof person === 'string' ? <ForeignText text={person} /> : <Id id={actor} />}
      <span className={classes['quiet']}>
        {role}
        {address !== null && (
          <>
            {' '}
            from <ForeignText text={address} />
          </>
        )}
      </span>
    </span>
  );
}

function Details({ entry: { details, reason } }: { entry: Entry }) {
  const lines = Object.entries(details).map(([name, value]) => [name, write(value)] as const);
  if (reason === null && lines.length === 0) return <>–</>;
  return (
    <span className={classes['details']}>
      {reason !== null && (
        <span>
          Reason: <ForeignText text={reason} />
        </span>
      )}
      {lines.map(([name, value]) => (
        <span key={name} className={classes['quiet']}>
          {name.replaceAll('_', ' ')}: <ForeignText text={value} />
        </span>
      ))}
    </span>
  );
}

/** A value in one line: a list by its entries, an object by its fields. */
function write(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(write).join(', ');
  const fields = Object.entries(value).filter(([, each]) => each !== 0);
  return fields.map(([name, each]) => `${name.replaceAll('_', ' ')} ${write(each)}`).join(', ');
}
