import { Button, PasswordInput, Select } from '@mantine/core';
import { IconEye, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ConfirmAction } from '../../components/confirm-action';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { Snippets } from '../endpoint-form/snippets';
import type { Endpoint } from '../../shared/endpoints';
import { Allowed } from '../shared/not-allowed';
import { Secret } from '../shared/secret-once';
import classes from './endpoint.module.css';

type Secrets = Schemas['RevealedSecrets'];

const GRACES = [
  { value: '0', label: 'None: the former secret ends now' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
];

/** The secret that signs, former ones that still do, and the code that checks them. */
export function Secrets({ endpoint }: { endpoint: Endpoint }) {
  const tenant = useTenant();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Secrets | null>(null);
  const params = { path: { tenant, id: endpoint.id } };
  const reveal = useMutation({
    mutationFn: () => read(api.GET('/v1/tenants/{tenant}/endpoints/{id}/secret', { params })),
    onSuccess: setShown,
  });
  const changed = (secrets: Secrets): void => {
    setShown(secrets);
    void queries.invalidateQueries({ queryKey: ['endpoint', tenant, endpoint.id] });
  };
  return (
    <>
      <Panel
        title="Secret"
        actions={
          <Allowed action="write_secrets">
            <Rotation endpoint={endpoint} onDone={changed} />
          </Allowed>
        }
      >
        {shown === null && (
          <div className={classes['masked']}>
            <code>{endpoint.secret_masked ?? '–'}</code>
            <Allowed action="read_secrets">
              <Button
                variant="default"
                size="xs"
                leftSection={<IconEye size={14} />}
                loading={reveal.isPending}
                onClick={() => reveal.mutate()}
              >
                Show the secret
              </Button>
              <span className={classes['hint']}>Showing it is on record in the audit log.</span>
            </Allowed>
          </div>
        )}
        {reveal.isError && <ProblemNotice error={reveal.error} />}
        {shown !== null && <Secret secret={shown.secret} label="secret" />}
        {shown !== null && shown.previous.length > 0 && (
          <Former endpoint={endpoint} secrets={shown} onDone={changed} />
        )}
      </Panel>
      <Snippets endpointId={endpoint.id} />
    </>
  );
}

interface ChangeProps {
  endpoint: Endpoint;
  onDone: (secrets: Secrets) => void;
}

function Rotation({ endpoint, onDone }: ChangeProps) {
  const tenant = useTenant();
  const [grace, setGrace] = useState('86400');
  const [own, setOwn] = useState('');
  return (
    <ConfirmAction
      label="Rotate"
      title="Rotate the secret?"
      confirmLabel="Rotate"
      icon={<IconRefresh size={14} />}
      buttonProps={{ size: 'xs' }}
      act={() => {
        const params = { path: { tenant, id: endpoint.id } };
        const body = { grace_seconds: Number(grace), ...(own !== '' && { secret: own }) };
        return read(
          api.POST('/v1/tenants/{tenant}/endpoints/{id}/secret/rotate', { params, body }),
        );
      }}
      onDone={(secrets) => {
        setOwn('');
        onDone(secrets);
      }}
    >
      <div className={classes['form']}>
        <p>
          A new secret signs beside the former one until the grace ends. Put it into your server
          meanwhile.
        </p>
        <Select
          label="Grace"
          data={GRACES}
          allowDeselect={false}
          value={grace}
          onChange={(value) => setGrace(value ?? '86400')}
        />
        <PasswordInput
          label="Secret of your own"
          description="Empty: one is generated, which is better."
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
          autoComplete="off"
        />
      </div>
    </ConfirmAction>
  );
}

function Former({ endpoint, secrets, onDone }: ChangeProps & { secrets: Secrets }) {
  const tenant = useTenant();
  const params = { path: { tenant, id: endpoint.id } };
  return (
    <div className={classes['form']}>
      <h3>Former secrets that still sign</h3>
      {secrets.previous.map(({ secret, expires_at: ends }) => (
        <div key={ends}>
          <Secret secret={secret} label="former secret" />
          <span className={classes['hint']}>
            ends <Moment at={ends} show="both" />
          </span>
        </div>
      ))}
      {(secrets.warnings ?? []).map(({ code, message }) => (
        <Notice key={code} tone="warn" title={<ForeignText text={message} />} />
      ))}
      <Allowed action="write_secrets" isSilent>
        <div>
          <ConfirmAction
            label="Promote the new secret"
            title="End the grace now?"
            buttonProps={{ size: 'xs' }}
            act={() =>
              read(api.POST('/v1/tenants/{tenant}/endpoints/{id}/secret/promote', { params }))
            }
            onDone={onDone}
          >
            The former secret no longer signs. Do this once your server checks with the new one.
          </ConfirmAction>
        </div>
      </Allowed>
    </div>
  );
}
