import { api, read } from '../api/client';
import { Page } from '../components/page';
import { useList } from '../components/use-list';
import { AuditTable } from '../shared/audit/audit-table';

/** Everything that was done, of all tenants and of none. */
export function AuditPage() {
  const list = useList({
    key: ['audit'],
    load: ({ cursor, signal }) => {
      const query = cursor === undefined ? {} : { cursor };
      return read(api.GET('/v1/audit', { params: { query }, signal }));
    },
  });
  return (
    <Page title="Audit" summary="Who did what, across all tenants. Entries cannot be changed.">
      <AuditTable list={list} showsTenant />
    </Page>
  );
}
