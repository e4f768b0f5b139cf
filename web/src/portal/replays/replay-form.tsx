import { Button, MultiSelect, NumberInput, Radio, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { Notice } from '../../components/notice';
import { TimeInput } from '../../components/time-input';
import { writeNumber } from '../../components/write-time';
import { endpointOptions, useEndpoints } from '../../shared/endpoints';
import { useEventTypes } from '../shared/event-types';
import { FormProblem, messageAt, useFormFocus } from '../shared/form-errors';
import classes from './replays.module.css';

type StartReplay = Schemas['StartReplay'] & { rate_per_second?: number };
type Changes = { [Name in keyof StartReplay]?: StartReplay[Name] | undefined };
type Started = Schemas['StartedReplay'];

const FIELDS = ['since', 'until', 'status', 'types', 'rate_per_second'];
const STATUSES = [
  ['failed', 'What failed', 'Deliveries that failed for good are tried again.'],
  ['missing', 'What was never sent', 'Events that the endpoint takes and has no delivery of.'],
  ['all', 'Everything', 'Both, and what succeeded is sent once more.'],
] as const;

interface ReplayFormProps {
  /** The endpoint that is chosen at first; empty: none. */
  endpointId: string;
  onCancel: () => void;
}

/** Says what to send again. It is counted before anything is sent. */
export function ReplayForm({ endpointId, onCancel }: ReplayFormProps) {
  const tenant = useTenant();
  const base = useTenantBase();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data: endpoints } = useEndpoints();
  const { data: types } = useEventTypes();
  const [endpoint, setEndpoint] = useState<string | null>(endpointId === '' ? null : endpointId);
  const [values, setValues] = useState<StartReplay>(initialValues);
  const count = useMutation({ mutationFn: () => start({ ...values, dry_run: true }) });
  const begin = useMutation({
    mutationFn: () => start(values),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['replays'] });
      if (id !== null) void navigate({ to: `${base}/replays/${id}` });
    },
  });
  const error = begin.error ?? count.error;
  const form = useFormFocus(error);

  function start(body: StartReplay): Promise<Started> {
    const path = { tenant, id: endpoint ?? '' };
    return read(api.POST('/v1/tenants/{tenant}/endpoints/{id}/replay', { params: { path }, body }));
  }
  const change = (changes: Changes): void => {
    setValues(
      Object.fromEntries(
        Object.entries({ ...values, ...changes }).filter(([, value]) => value !== undefined),
      ) as unknown as StartReplay,
    );
    count.reset();
    begin.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (count.data === undefined) count.mutate();
    else begin.mutate();
  };
  return (
    <form ref={form} onSubmit={submit} className={classes['form']}>
      <Select
        label="Endpoint"
        required
        searchable
        openOnFocus={false}
        data={endpointOptions(endpoints)}
        value={endpoint}
        onChange={(value) => {
          setEndpoint(value);
          change({});
        }}
        data-autofocus
      />
      <Radio.Group
        label="What"
        value={values.status}
        onChange={(status) => change({ status })}
        error={messageAt(error, 'status')}
      >
        {STATUSES.map(([value, label, description]) => (
          <Radio key={value} value={value} label={label} description={description} mt={6} />
        ))}
      </Radio.Group>
      <div className={classes['pair']}>
        <TimeInput
          label="Published since"
          required
          value={values.since}
          onChange={(since) => change({ since: since ?? '' })}
          error={messageAt(error, 'since')}
        />
        <TimeInput
          label="Until"
          description="Empty: until now"
          value={values.until ?? ''}
          onChange={(until) => change({ until: until ?? undefined })}
          error={messageAt(error, 'until')}
        />
      </div>
      <MultiSelect
        label="Types"
        description="Empty: every type that the endpoint takes"
        searchable
        clearable
        data={(types ?? []).map(({ type }) => type)}
        value={values.types ?? []}
        onChange={(chosen) => change({ types: chosen.length === 0 ? undefined : chosen })}
        error={messageAt(error, 'types')}
      />
      <NumberInput
        label="At most per second"
        description="Empty: as fast as the endpoint takes it"
        min={1}
        allowDecimal={false}
        value={values.rate_per_second ?? ''}
        onChange={(rate) =>
          change({ rate_per_second: typeof rate === 'number' ? rate : undefined })
        }
        error={messageAt(error, 'rate_per_second')}
      />
      <FormProblem error={error} fields={FIELDS} />
      {count.data !== undefined && <Counted count={count.data} />}
      <div className={classes['buttons']}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          type="submit"
          loading={count.isPending || begin.isPending}
          disabled={endpoint === null || count.data?.matched === 0}
        >
          {count.data === undefined ? 'Count' : `Send ${writeNumber(count.data.matched)} again`}
        </Button>
      </div>
    </form>
  );
}

/** A window that most faults fit into: the last day, to the minute. */
function initialValues(): StartReplay {
  const since = new Date(Date.now() - 86_400_000);
  since.setSeconds(0, 0);
  return { since: since.toISOString(), status: 'failed' };
}

function Counted({ count: { matched, unreplayable } }: { count: Started }) {
  const lost = Object.values(unreplayable).reduce((sum, each) => sum + each, 0);
  return (
    <Notice
      tone={matched === 0 ? 'warn' : 'info'}
      isSaid
      title={
        matched === 0
          ? 'Nothing matches'
          : `${writeNumber(matched)} ${matched === 1 ? 'delivery' : 'deliveries'} will be sent`
      }
    >
      {matched === 0 && 'Choose another window, other types, or “Everything”. '}
      {lost > 0 &&
        `${writeNumber(lost)} more match and cannot be sent: their content is redacted, expired, or of a type that the format has no body for.`}
      {matched > 0 && lost === 0 && 'Nothing has been sent yet.'}
    </Notice>
  );
}
