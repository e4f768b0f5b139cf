import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/list-state';
import { Notice } from '../../components/notice';
import { Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { Recipients } from '../endpoint/recipients';
import { useAllowed } from '../shared/allowed';
import { useEndpoints } from '../../shared/endpoints';
import { FormProblem, messageAt, useFormFocus } from '../shared/form-errors';
import { PageNotAllowed } from '../shared/not-allowed';
import classes from './notifications.module.css';

type Settings = Schemas['TenantSettings'];
type Patch = Schemas['PatchTenantSettings'];
const FIELDS = [
  'notification_emails',
  'slack_webhook_url',
  'retention_days',
  'network_downtime_handling',
];

/** Who hears about the tenant's endpoints by mail and Slack, and how long content is kept. */
export function NotificationsPage() {
  const tenant = useTenant();
  const may = useAllowed();
  const isAllowed = may('administer');
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', tenant],
    enabled: isAllowed,
    queryFn: ({ signal }) =>
      read(api.GET('/v1/tenants/{tenant}/settings', { params: { path: { tenant } }, signal })),
  });
  return (
    <Page
      title="Notifications"
      summary="Who is informed when an endpoint fails, is disabled or recovers."
    >
      {!isAllowed && <PageNotAllowed action="administer" />}
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {isAllowed && data === undefined && error === null && <Loading />}
      {data !== undefined && <SettingsForm settings={data} />}
      {data !== undefined && <Confirmations />}
    </Page>
  );
}

interface Values {
  emails: string;
  slack: string;
  days: string;
  isDowntimeHandled: boolean;
}

function SettingsForm({ settings }: { settings: Settings }) {
  const tenant = useTenant();
  const queries = useQueryClient();
  const former = valuesOf(settings);
  const [values, setValues] = useState(former);
  const body = toPatch(values, former);
  const save = useMutation({
    mutationFn: () =>
      read(api.PATCH('/v1/tenants/{tenant}/settings', { params: { path: { tenant } }, body })),
    onSuccess: (changed) => {
      queries.setQueryData(['settings', tenant], changed);
      setValues(valuesOf(changed));
      void queries.invalidateQueries({ queryKey: ['endpoints', tenant] });
      void queries.invalidateQueries({ queryKey: ['recipients', tenant] });
    },
  });
  const form = useFormFocus(save.error);
  const change = (changes: Partial<Values>): void => {
    setValues({ ...values, ...changes });
    save.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Panel title="Settings">
      <form ref={form} onSubmit={submit} className={classes['form']} noValidate>
        <Textarea
          label="Mail addresses"
          description="One per line. Each confirms by a link before other mails are sent to it."
          autosize
          minRows={2}
          value={values.emails}
          onChange={(event) => change({ emails: event.currentTarget.value })}
          error={messageAt(save.error, 'notification_emails')}
        />
        <TextInput
          label="Slack"
          description="The URL of an incoming webhook. It is a secret, and shown masked."
          placeholder="https://hooks.slack.com/services/…"
          value={values.slack}
          onChange={(event) => change({ slack: event.currentTarget.value })}
          error={messageAt(save.error, 'slack_webhook_url')}
          spellCheck={false}
        />
        <TextInput
          label="Days for which the content of events is kept"
          description="Empty: as long as this installation keeps it."
          inputMode="numeric"
          value={values.days}
          onChange={(event) => change({ days: event.currentTarget.value })}
          error={messageAt(save.error, 'retention_days')}
        />
        <Switch
          label="Send results that were delayed by the downtime of a provider"
          checked={values.isDowntimeHandled}
          onChange={(event) => change({ isDowntimeHandled: event.currentTarget.checked })}
          error={messageAt(save.error, 'network_downtime_handling')}
        />
        <FormProblem error={save.error} fields={FIELDS} />
        {save.isSuccess && <Notice tone="good" isSaid title="Saved" />}
        {(save.data?.warnings ?? []).map(({ code, message }) => (
          <Notice key={code} tone="warn" title={<ForeignText text={message} />} />
        ))}
        <div className={classes['buttons']}>
          <Button type="submit" loading={save.isPending} disabled={Object.keys(body).length === 0}>
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** The confirm state of the addresses: of the email endpoints that the settings stand for. */
function Confirmations() {
  const base = useTenantBase();
  const { data = [] } = useEndpoints();
  const mails = data.filter(({ channel }) => channel === 'email');
  if (mails.length === 0) {
    return (
      <p className={classes['hint']}>
        Notices can go to your server too: an <AppLink to={`${base}/endpoints`}>endpoint</AppLink>{' '}
        that names <code>endpoint.*</code> gets them.
      </p>
    );
  }
  return mails.map(({ id }) => <Recipients key={id} endpointId={id} />);
}

function valuesOf(settings: Settings): Values {
  return {
    emails: settings.notification_emails.join('\n'),
    slack: settings.slack_webhook_url ?? '',
    days: String(settings.retention_days ?? ''),
    isDowntimeHandled: settings.network_downtime_handling,
  };
}

function toPatch(values: Values, former: Values): Patch {
  const emails = values.emails.split(/[\s,;]+/).filter((address) => address !== '');
  return {
    ...(values.emails !== former.emails && {
      notification_emails: emails.length === 0 ? null : emails,
    }),
    ...(values.slack !== former.slack && {
      slack_webhook_url: values.slack.trim() === '' ? null : values.slack.trim(),
    }),
    ...(values.days !== former.days && {
      retention_days: values.days.trim() === '' ? null : Number(values.days),
    }),
    ...(values.isDowntimeHandled !== former.isDowntimeHandled && {
      network_downtime_handling: values.isDowntimeHandled,
    }),
  };
}
