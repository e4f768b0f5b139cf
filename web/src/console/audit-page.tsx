import { api, read } from '../api/client';
import { FilterBar, useFilters } from '../components/filter-bar';
import { Page } from '../components/page';
import { useList } from '../components/use-list';
import { WHOLE_AUDIT_FILTERS } from '../shared/audit/audit-filters';
import { WholeAuditTable } from '../shared/audit/audit-table';

/** Everything that was done, of all tenants and of none. */
export function AuditPage() {
  const { values, clear } = useFilters(WHOLE_AUDIT_FILTERS);
  const list = useList({
    key: ['audit', values],
    load: ({ cursor, signal }) => {
      const query = { ...values, ...(cursor !== undefined && { cursor }) };
      return read(api.GET('/v1/audit', { params: { query }, signal }));
    },
  });
  return (
    <Page title="Audit" summary="Who did what, across all tenants. Entries cannot be changed.">
      <FilterBar filters={WHOLE_AUDIT_FILTERS} />
      <WholeAuditTable list={list} onClearFilters={clear} />
    </Page>
  );
}
