import { useQueryClient } from '@tanstack/react-query';
import { IconEraser, IconEye } from '@tabler/icons-react';
import { api, read, type Schemas } from '../../api/client';
import { useCan, useSession } from '../../api/session';
import { useTenant } from '../../app/tenant';
import { ConfirmAction } from '../../components/confirm-action';

type Event = Schemas['Event'];

interface EventActionsProps {
  event: Event;
  onReveal: (event: Event) => void;
}

/** What can be done with an event. */
export function EventActions({ event, onReveal }: EventActionsProps) {
  const tenant = useTenant();
  const queries = useQueryClient();
  const { role } = useSession();
  const mayRedact = role === 'admin';
  const seesPayloads = useCan('payloads.read');
  const params = { path: { tenant, id: event.id } };
  const isGone = event.data === null;
  return (
    <>
      {role === 'support' && seesPayloads && !isGone && (
        <ConfirmAction
          label="Reveal"
          title="Reveal the personal data of this event?"
          reason="required"
          icon={<IconEye size={16} />}
          act={(reason = '') =>
            read(api.POST('/v1/tenants/{tenant}/events/{id}/reveal', { params, body: { reason } }))
          }
          onDone={onReveal}
        >
          You will see it whole on this page. That you did, and why, is on record.
        </ConfirmAction>
      )}
      {mayRedact && !isGone && (
        <ConfirmAction
          label="Redact"
          title="Redact this event for good?"
          confirmLabel="Redact for good"
          reason="optional"
          isDangerous
          icon={<IconEraser size={16} />}
          act={(reason) =>
            read(
              api.POST('/v1/tenants/{tenant}/events/{id}/redact', {
                params,
                body: reason === undefined ? {} : { reason },
              }),
            )
          }
          onDone={() => void queries.invalidateQueries({ queryKey: ['event', tenant, event.id] })}
        >
          Its content, subject and ids are deleted and cannot be restored. Deliveries that are
          pending fail as redacted.
        </ConfirmAction>
      )}
    </>
  );
}
