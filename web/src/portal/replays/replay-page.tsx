import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, read } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ConfirmAction } from '../../components/confirm-action';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Loading, StaleNotice } from '../../components/list-state';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Facts, Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { StatusBadge } from '../../components/status-badge';
import { writeNumber } from '../../components/write-time';
import { EndpointRef } from '../../shared/endpoint-ref';
import { Allowed } from '../shared/not-allowed';
import { ReplayProgress } from './replay-progress';
import { WHAT, type Replay } from './replays-page';

/** One replay: what it sends again, and how far it is. */
export function ReplayPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const tenant = useTenant();
  const base = useTenantBase();
  const queries = useQueryClient();
  const key = ['replay', tenant, id];
  const params = { path: { tenant, id } };
  const { data, error, dataUpdatedAt, refetch } = useQuery<Replay>({
    queryKey: key,
    refetchInterval: (query) => (query.state.data?.state === 'finished' ? 15_000 : 2000),
    queryFn: ({ signal }) => read(api.GET('/v1/tenants/{tenant}/replays/{id}', { params, signal })),
  });
  return (
    <Page
      title="Replay"
      heading={<>Replay {data !== undefined && <StatusBadge status={data.state} />}</>}
      crumbs={[{ label: 'Replays', to: `${base}/replays` }]}
      summary={<Id id={id} isWhole />}
      actions={
        data?.state === 'running' && (
          <Allowed action="send_again">
            <ConfirmAction
              label="Cancel replay"
              title="Cancel this replay?"
              isDangerous
              act={() => read(api.DELETE('/v1/tenants/{tenant}/replays/{id}', { params }))}
              onDone={(cancelled) => queries.setQueryData(key, cancelled)}
            >
              What is sent already stays sent. What is queued and not sent is as it was before.
            </ConfirmAction>
          </Allowed>
        )
      }
    >
      {error !== null && data === undefined && (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
      {error !== null && data !== undefined && (
        <StaleNotice asOf={dataUpdatedAt} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && <Details replay={data} />}
    </Page>
  );
}

function Details({ replay }: { replay: Replay }) {
  const base = useTenantBase();
  const { outcomes, skipped, unreplayable, waiting_for: waits, endpoint_id: endpoint } = replay;
  const left = Object.entries({ ...skipped }).filter(([, count]) => count > 0);
  const lost = Object.entries(unreplayable).filter(([, count]) => count > 0);
  return (
    <>
      {waits !== null && (
        <Notice tone="warn" title="This replay waits">
          The endpoint is {waits === 'endpoint_paused' ? 'paused' : 'disabled'}. It goes on when the{' '}
          <AppLink to={`${base}/endpoints/${endpoint}`}>endpoint</AppLink> is resumed.
        </Notice>
      )}
      <Panel title="Progress">
        <ReplayProgress replay={replay} />
        <Facts
          facts={[
            ['Matched', writeNumber(replay.matched)],
            ['Queued', writeNumber(replay.queued)],
            ['Delivered', writeNumber(outcomes.delivered)],
            ['Pending', writeNumber(outcomes.pending)],
            ['Failed', writeNumber(outcomes.failed)],
            ['Given up', writeNumber(outcomes.given_up)],
            ['Taken back', writeNumber(replay.taken_back)],
            ...left.map(
              ([name, count]) => [`Skipped: ${words(name)}`, writeNumber(count)] as const,
            ),
            ...lost.map(
              ([name, count]) => [`Cannot be sent: ${words(name)}`, writeNumber(count)] as const,
            ),
          ]}
        />
      </Panel>
      <Panel title="What it sends">
        <Facts
          facts={[
            ['Endpoint', <EndpointRef key="endpoint" id={endpoint} />],
            ['What', WHAT[replay.status]],
            ['Published since', <Moment key="since" at={replay.since} />],
            ['Published before', <Moment key="until" at={replay.until} />],
            [
              'Types',
              replay.types === null ? 'all' : <ForeignText text={replay.types.join(', ')} />,
            ],
            ['Started', <Moment key="created" at={replay.created_at} show="both" />],
            [
              'Started by',
              <ForeignText key="by" text={`${replay.created_by} (${replay.created_by_role})`} />,
            ],
            ['Ended', <Moment key="ended" at={replay.ended_at} show="both" />],
            ...(replay.cancelled_by === null
              ? []
              : [
                  [
                    'Cancelled by',
                    <ForeignText key="cancelled" text={replay.cancelled_by} />,
                  ] as const,
                ]),
          ]}
        />
      </Panel>
    </>
  );
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}
