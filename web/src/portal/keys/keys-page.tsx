import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { useQueryState } from '../../app/url-state';
import { ConfirmAction } from '../../components/confirm-action';
import { DataTable, type Column } from '../../components/data-table';
import { FilterBar, useFilters, type Filter } from '../../components/filter-bar';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Moment } from '../../components/moment';
import { Page, Panel } from '../../components/page';
import { StatusBadge } from '../../components/status-badge';
import { useList } from '../../components/use-list';
import { useAllowed } from '../shared/allowed';
import { PageNotAllowed } from '../shared/not-allowed';
import { NewKey } from './new-key';
import { PortalLinks } from './portal-links';
import classes from './keys.module.css';

type ApiKey = Schemas['ApiKey'];

const FILTERS: readonly Filter[] = [
  {
    kind: 'select',
    name: 'revoked',
    label: 'Revoked keys',
    options: [
      { value: 'false', label: 'without them' },
      { value: 'true', label: 'only these' },
    ],
  },
];

/** Who may call the API for the tenant, and links that sign people in. */
export function KeysPage() {
  const may = useAllowed();
  return (
    <Page title="Keys" summary="API keys for your systems, and sign-in links for people.">
      {may('administer') ? (
        <>
          <ApiKeys />
          <PortalLinks />
        </>
      ) : (
        <PageNotAllowed action="administer" />
      )}
    </Page>
  );
}

function ApiKeys() {
  const tenant = useTenant();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [{ revoked }] = useQueryState();
  const { clear } = useFilters(FILTERS);
  const list = useList<ApiKey>({
    key: ['api-keys', tenant, revoked],
    load: ({ cursor, signal }) => {
      const query = {
        ...(cursor !== undefined && { cursor }),
        ...(revoked !== undefined && { revoked: revoked === 'true' }),
      };
      return read(
        api.GET('/v1/tenants/{tenant}/api-keys', { params: { path: { tenant }, query }, signal }),
      );
    },
  });
  const renew = (): void => void queries.invalidateQueries({ queryKey: ['api-keys', tenant] });
  const revoke = (id: string) => (): Promise<unknown> =>
    read(api.DELETE('/v1/tenants/{tenant}/api-keys/{id}', { params: { path: { tenant, id } } }));
  const columns: readonly Column<ApiKey>[] = [
    { header: 'Name', cell: (key) => <KeyName apiKey={key} /> },
    { header: 'State', cell: (key) => <StatusBadge {...stateOf(key)} /> },
    { header: 'Role', cell: ({ role }) => role, isNarrow: true },
    { header: 'Id', cell: ({ id }) => <Id id={id} />, isNarrow: true },
    {
      header: 'Last used',
      cell: ({ last_used_at: at }) => <Moment at={at} show="relative" />,
      isNarrow: true,
    },
    { header: 'Expires', cell: ({ expires_at: at }) => <Moment at={at} />, isNarrow: true },
    {
      header: 'Action',
      isNarrow: true,
      cell: ({ id, name, revoked_at: ended }) =>
        ended === null && (
          <ConfirmAction
            label="Revoke"
            title={
              <>
                Revoke the key “<ForeignText text={name} />
                ”?
              </>
            }
            isDangerous
            buttonProps={{ size: 'compact-xs', variant: 'default' }}
            act={revoke(id)}
            onDone={renew}
          >
            Requests with it are refused at once. This cannot be undone.
          </ConfirmAction>
        ),
    },
  ];
  return (
    <Panel
      title="API keys"
      actions={
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpen(true)}>
          New key
        </Button>
      }
    >
      <FilterBar filters={FILTERS} />
      <DataTable
        label="API keys"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        empty={{ title: 'No key yet', hint: 'A key lets a system of yours call the API.' }}
        onClearFilters={clear}
      />
      {isOpen && <NewKey onClose={() => setOpen(false)} onMade={renew} />}
    </Panel>
  );
}

function KeyName({ apiKey: { name, owner } }: { apiKey: ApiKey }) {
  return (
    <span className={classes['name']}>
      <ForeignText text={name} />
      {owner !== null && (
        <span className={classes['quiet']}>
          <ForeignText text={owner} />
        </span>
      )}
    </span>
  );
}

function stateOf({ revoked_at: revoked, expires_at: expires }: ApiKey): {
  status: string;
  tone?: 'idle' | 'warn';
} {
  if (revoked !== null) return { status: 'revoked', tone: 'idle' };
  const isOver = expires !== null && new Date(expires).getTime() <= Date.now();
  return isOver ? { status: 'expired', tone: 'warn' } : { status: 'active' };
}
