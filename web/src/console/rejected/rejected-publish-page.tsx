import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { IconEye, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { api, call, read, type Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { tenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ConfirmAction } from '../../components/confirm-action';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { JsonView } from '../../components/json-view';
import { EmptyState, Loading } from '../../components/list-state';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Facts, Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonText } from '../../components/reason-text';
import { RejectedTenant } from './rejected-tenant';
import { Violations } from './violations';

type Rejected = Schemas['RejectedPublishWithBody'];

const CRUMBS = [{ label: 'Rejected', to: '/console/rejected' }];

/** One refused publish: why, what it held, and the way to publish it after all. */
export function RejectedPublishPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const [revealed, setRevealed] = useState<Rejected | null>(null);
  const params = { path: { id } };
  const { data, error, refetch } = useQuery({
    queryKey: ['rejected-publish', id],
    queryFn: ({ signal }) => read(api.GET('/v1/rejected/{id}', { params, signal })),
  });
  if (data === undefined) {
    return (
      <Page title={`Refused publish ${id}`} crumbs={CRUMBS}>
        {error === null ? (
          <Loading lines={8} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  }
  const shown = revealed ?? data;
  return (
    <Page
      title={`Refused publish ${id}`}
      heading={
        <>
          <ForeignText text={data.type ?? 'A publish'} /> refused
        </>
      }
      crumbs={CRUMBS}
      actions={<Actions publish={data} onReveal={setRevealed} />}
    >
      <Verdict publish={data} />
      <Panel title="Facts">
        <Facts
          facts={[
            ['Refused publish', <Id key="id" id={data.id} />],
            ['Tenant', <RejectedTenant key="tenant" publish={data} />],
            ['Code', <code key="code">{data.code}</code>],
            ['Status that the publisher got', data.status],
            ['Came from', data.source],
            [
              'Publisher',
              data.publisher_key_id === null ? '–' : <Id key="key" id={data.publisher_key_id} />,
            ],
            ['When', <Moment key="at" at={data.created_at} show="both" />],
            ['Kept until', <Moment key="until" at={data.expires_at} />],
          ]}
        />
      </Panel>
      {data.errors.length > 0 && <Violations errors={data.errors} />}
      <Panel title="Body">
        {shown.body === null ? (
          <EmptyState
            title="The body is not kept"
            hint="It was too large, or it was not readable."
          />
        ) : (
          <JsonView value={shown.body} label="Body" />
        )}
      </Panel>
    </Page>
  );
}

function Verdict({ publish }: { publish: Rejected }) {
  const {
    event_id: event,
    tenant_id: tenant,
    code,
    reason_text: text,
    docs_url: docsUrl,
  } = publish;
  if (event !== null && tenant !== null) {
    return (
      <Notice tone="good" title="It was published after all">
        It became <AppLink to={`${tenantBase(tenant)}/events/${event}`}>this event</AppLink>{' '}
        <Moment at={publish.published_at} show="both" />.
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title="The publisher got a refusal; no event was stored">
      <ReasonText reason={code} text={text} docsUrl={docsUrl} />
    </Notice>
  );
}

function Actions({ publish, onReveal }: { publish: Rejected; onReveal: (body: Rejected) => void }) {
  const { role } = useSession();
  const queries = useQueryClient();
  const { id } = publish;
  return (
    <>
      {role === 'support' && publish.body !== null && (
        <ConfirmAction
          label="Reveal"
          title="Reveal the personal data of this publish?"
          reason="required"
          icon={<IconEye size={16} />}
          act={(reason = '') =>
            read(
              api.POST('/v1/rejected/{id}/reveal', { params: { path: { id } }, body: { reason } }),
            )
          }
          onDone={onReveal}
        >
          You will see it whole on this page. That you did, and why, is on record.
        </ConfirmAction>
      )}
      {role === 'admin' && publish.event_id === null && (
        <ConfirmAction
          label="Publish again"
          title="Publish this again?"
          reason="optional"
          icon={<IconSend size={16} />}
          disabled={!publish.body_kept}
          act={(reason) =>
            call('POST', `/v1/rejected/${encodeURIComponent(id)}/publish`, {
              body: reason === undefined ? {} : { reason },
            })
          }
          onDone={() => void queries.invalidateQueries({ queryKey: ['rejected-publish', id] })}
        >
          The same body is checked and published anew. If what was wrong has not changed, it is
          refused again.
        </ConfirmAction>
      )}
    </>
  );
}
