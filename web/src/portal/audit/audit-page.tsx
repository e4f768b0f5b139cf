import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { FilterBar, useFilters } from '../../components/filter-bar';
import { Page } from '../../components/page';
import { useList } from '../../components/use-list';
import { AUDIT_FILTERS } from '../../shared/audit/audit-filters';
import { AuditTable } from '../../shared/audit/audit-table';
import { useAllowed } from '../shared/allowed';
import { PageNotAllowed } from '../shared/not-allowed';

/** Who changed or saw what. */
export function AuditPage() {
  const may = useAllowed();
  return (
    <Page title="Audit" summary="Who changed or revealed what, newest first.">
      {may('read_audit') ? <Entries /> : <PageNotAllowed action="read_audit" />}
    </Page>
  );
}

function Entries() {
  const tenant = useTenant();
  const { values, clear } = useFilters(AUDIT_FILTERS);
  const list = useList<Schemas['AuditEntry']>({
    key: ['audit', tenant, values],
    load: ({ cursor, signal }) => {
      const query = { ...values, ...(cursor !== undefined && { cursor }) };
      return read(
        api.GET('/v1/tenants/{tenant}/audit', { params: { path: { tenant }, query }, signal }),
      );
    },
  });
  return (
    <>
      <FilterBar filters={AUDIT_FILTERS} />
      <AuditTable list={list} onClearFilters={clear} />
    </>
  );
}
