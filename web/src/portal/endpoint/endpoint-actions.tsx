import { Radio } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRepeat, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, read } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { ConfirmAction } from '../../components/confirm-action';
import { useAllowed } from '../shared/allowed';
import { ButtonLink } from '../shared/button-link';
import type { Endpoint } from '../../shared/endpoints';
import { NotAllowed } from '../shared/not-allowed';

/** Pause, resume, replay and delete. */
export function EndpointActions({ endpoint }: { endpoint: Endpoint }) {
  const base = useTenantBase();
  const may = useAllowed();
  return (
    <>
      {may('send_again') && (
        <ButtonLink
          to={`${base}/replays`}
          search={{ replay: 'new', endpoint_id: endpoint.id }}
          variant="default"
          leftSection={<IconRepeat size={16} />}
        >
          Replay
        </ButtonLink>
      )}
      {may('steer_endpoints') ? (
        <Steering endpoint={endpoint} />
      ) : (
        <NotAllowed action="steer_endpoints" />
      )}
      {may('change_endpoints') && <Deletion endpoint={endpoint} />}
    </>
  );
}

function Steering({ endpoint }: { endpoint: Endpoint }) {
  const tenant = useTenant();
  const queries = useQueryClient();
  const [held, setHeld] = useState<'send' | 'skip'>('send');
  const params = { path: { tenant, id: endpoint.id } };
  const done = (changed: Endpoint): void => {
    queries.setQueryData(['endpoint', tenant, endpoint.id], changed);
    void queries.invalidateQueries({ queryKey: ['endpoints', tenant] });
  };
  if (endpoint.status === 'active') {
    return (
      <ConfirmAction
        label="Pause"
        title="Pause this endpoint?"
        icon={<IconPlayerPause size={16} />}
        act={() => read(api.POST('/v1/tenants/{tenant}/endpoints/{id}/pause', { params }))}
        onDone={done}
      >
        Events are kept as held deliveries and can be sent when it is resumed.
      </ConfirmAction>
    );
  }
  return (
    <ConfirmAction
      label="Resume"
      title="Resume this endpoint?"
      icon={<IconPlayerPlay size={16} />}
      buttonProps={{ variant: 'filled' }}
      act={() =>
        read(api.POST('/v1/tenants/{tenant}/endpoints/{id}/resume', { params, body: { held } }))
      }
      onDone={done}
    >
      <Radio.Group
        label="Deliveries that were held meanwhile"
        value={held}
        onChange={(value) => setHeld(value === 'skip' ? 'skip' : 'send')}
      >
        <Radio value="send" label="Send them now" mt={6} />
        <Radio value="skip" label="Skip them" description="Only later events are sent." mt={6} />
      </Radio.Group>
    </ConfirmAction>
  );
}

function Deletion({ endpoint }: { endpoint: Endpoint }) {
  const tenant = useTenant();
  const base = useTenantBase();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <ConfirmAction
      label="Delete"
      title="Delete this endpoint?"
      icon={<IconTrash size={16} />}
      isDangerous
      act={() => {
        const params = { path: { tenant, id: endpoint.id } };
        return read(api.DELETE('/v1/tenants/{tenant}/endpoints/{id}', { params }));
      }}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['endpoints', tenant] });
        void navigate({ to: `${base}/endpoints` });
      }}
    >
      What waits to be sent to it is cancelled. What was sent stays on record. This cannot be
      undone.
    </ConfirmAction>
  );
}
