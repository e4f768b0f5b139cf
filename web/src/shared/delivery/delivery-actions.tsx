import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlayerTrackNext, IconRefresh } from '@tabler/icons-react';
import { call, type Schemas } from '../../api/client';
import { useCan } from '../../api/session';
import { useTenant } from '../../app/tenant';
import { ConfirmAction } from '../../components/confirm-action';
import { LockedNote } from '../../components/locked-note';
import { ProblemNotice } from '../../components/problem-notice';
import { tenantPath } from '../tenant-path';
import { CopyAsCurl } from './copy-as-curl';
import { canRetry, canSkip } from './delivery-words';

type Delivery = Schemas['DeliveryWithAttempts'];

/** What can be done with a delivery. */
export function DeliveryActions({ delivery }: { delivery: Delivery }) {
  const tenant = useTenant();
  const queries = useQueryClient();
  const mayAct = useCan('deliveries.write');
  const seesPayloads = useCan('payloads.read');
  const show = (changed: Delivery): void => {
    queries.setQueryData(['delivery', tenant, delivery.id], changed);
    void queries.invalidateQueries({ queryKey: ['delivery', tenant, delivery.id] });
    void queries.invalidateQueries({ queryKey: ['explain-delivery', tenant, delivery.id] });
  };
  const act = (action: 'retry' | 'skip', reason?: string): Promise<Delivery> =>
    call<Delivery>('POST', tenantPath(tenant, 'deliveries', delivery.id, action), {
      body: reason === undefined ? {} : { reason },
    });
  const retry = useMutation({ mutationFn: () => act('retry'), onSuccess: show });
  return (
    <>
      {mayAct ? (
        <>
          <Button
            leftSection={<IconRefresh size={16} />}
            loading={retry.isPending}
            disabled={!canRetry(delivery)}
            onClick={() => retry.mutate()}
          >
            Retry now
          </Button>
          <ConfirmAction
            label="Skip"
            title="Skip this delivery?"
            reason="optional"
            disabled={!canSkip(delivery)}
            icon={<IconPlayerTrackNext size={16} />}
            act={(reason) => act('skip', reason)}
            onDone={show}
          >
            It is not sent any more, unless it is retried by hand or replayed.
          </ConfirmAction>
        </>
      ) : (
        <LockedNote text="Your sign-in does not let you retry or skip deliveries." />
      )}
      {seesPayloads && <CopyAsCurl delivery={delivery} />}
      {retry.isError && <ProblemNotice error={retry.error} />}
    </>
  );
}
