import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ConfirmAction } from '../../components/confirm-action';
import { DataTable, type Column } from '../../components/data-table';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/page';
import { StatusBadge } from '../../components/status-badge';
import { useList } from '../../components/use-list';
import classes from './keys.module.css';
import { NewPortalLink } from './new-portal-link';

type PortalLink = Schemas['PortalLink'];

/** Links that sign one person in to the portal, once. */
export function PortalLinks() {
  const tenant = useTenant();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const list = useList<PortalLink>({
    key: ['portal-links', tenant],
    load: ({ cursor, signal }) => {
      const query = cursor === undefined ? {} : { cursor };
      return read(
        api.GET('/v1/tenants/{tenant}/portal-links', {
          params: { path: { tenant }, query },
          signal,
        }),
      );
    },
  });
  const renew = (): void => void queries.invalidateQueries({ queryKey: ['portal-links', tenant] });
  const columns: readonly Column<PortalLink>[] = [
    {
      header: 'For',
      cell: ({ person }) =>
        person === null ? 'anyone who has it' : <ForeignText text={person.name ?? person.id} />,
    },
    { header: 'State', cell: (link) => <StatusBadge {...stateOf(link)} /> },
    { header: 'May', cell: (link) => <span className={classes['quiet']}>{mayOf(link)}</span> },
    { header: 'Made', cell: ({ created_at: at }) => <Moment at={at} />, isNarrow: true },
    { header: 'Expires', cell: ({ expires_at: at }) => <Moment at={at} />, isNarrow: true },
    {
      header: 'Action',
      isNarrow: true,
      cell: ({ id, revoked_at: ended }) =>
        ended === null && (
          <ConfirmAction
            label="Revoke"
            title="Revoke this link?"
            isDangerous
            buttonProps={{ size: 'compact-xs', variant: 'default' }}
            act={() =>
              read(
                api.DELETE('/v1/tenants/{tenant}/portal-links/{id}', {
                  params: { path: { tenant, id } },
                }),
              )
            }
            onDone={renew}
          >
            It no longer signs in, and a session that it began ends.
          </ConfirmAction>
        ),
    },
  ];
  return (
    <Panel
      title="Sign-in links"
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setOpen(true)}
        >
          New link
        </Button>
      }
    >
      <DataTable
        label="Sign-in links"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        empty={{
          title: 'No link yet',
          hint: 'A link signs one person in to this portal, once. Your dashboard can make them over the API.',
        }}
      />
      {isOpen && <NewPortalLink onClose={() => setOpen(false)} onMade={renew} />}
    </Panel>
  );
}

function stateOf({ revoked_at: revoked, used_at: used, expires_at: expires }: PortalLink): {
  status: string;
  tone: 'idle' | 'good' | 'info';
} {
  if (revoked !== null) return { status: 'revoked', tone: 'idle' };
  if (used !== null) return { status: 'used', tone: 'good' };
  const isOver = new Date(expires).getTime() <= Date.now();
  return isOver ? { status: 'expired', tone: 'idle' } : { status: 'not used yet', tone: 'info' };
}

function mayOf({ role, capabilities }: PortalLink): string {
  return `${role}: ${capabilities.join(', ')}`;
}
