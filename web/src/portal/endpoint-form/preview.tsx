import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { TextView } from '../../components/json-view';
import { Loading } from '../../components/list-state';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { useEventTypes } from '../shared/event-types';
import { takes } from '../shared/takes';
import type { Values } from './values';
import classes from './endpoint-form.module.css';

interface PreviewProps {
  values: Values;
  /** An endpoint whose secret and headers are used. */
  endpointId?: string;
}

/** The request that these settings would send: the real body, signed. */
export function Preview({ values, endpointId }: PreviewProps) {
  const tenant = useTenant();
  const { data: types, error: typesError, refetch } = useEventTypes();
  const [chosen, setChosen] = useState<string | null>(null);
  const { event_types: taken, format, payload, signing } = values;
  const names = (types ?? [])
    .filter((each) => takes(taken, each.type) && each.formats.includes(format))
    .map(({ type }) => type);
  const type = chosen !== null && names.includes(chosen) ? chosen : names[0];
  const asked = {
    type: type ?? '',
    format,
    payload,
    event_types: taken,
    ...(signing !== null && { signing }),
    ...(endpointId !== undefined && { endpoint_id: endpointId }),
  } as Schemas['Preview'];
  const [body] = useDebouncedValue(asked, 250);
  const { data, error } = useQuery({
    queryKey: ['preview', tenant, body],
    enabled: body.type !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
    queryFn: () =>
      read(
        api.POST('/v1/tenants/{tenant}/endpoints/preview', { params: { path: { tenant } }, body }),
      ),
  });
  const awaitsTypes = types === undefined && typesError === null;
  const isLoading = data === undefined && error === null && (awaitsTypes || type !== undefined);
  return (
    <Panel title="What your server will get">
      {types === undefined && typesError !== null ? (
        <ProblemNotice error={typesError} onRetry={() => void refetch()} />
      ) : types !== undefined && names.length === 0 ? (
        <p className={classes['hint']}>Choose a type to see its request.</p>
      ) : (
        <Select
          label="Event type of the preview"
          data={names}
          searchable
          allowDeselect={false}
          value={type ?? null}
          onChange={setChosen}
        />
      )}
      {error !== null && <ProblemNotice error={error} />}
      {isLoading && <Loading />}
      {data !== undefined && error === null && names.length > 0 && (
        <>
          <TextView text={data.body} label="Body" />
          <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Headers">
            <dl className={classes['requestHeaders']}>
              {Object.entries(data.headers).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <ForeignText text={value} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
          {data.sample_secret !== null && (
            <p className={classes['hint']}>
              Signed with the sample secret <code>{data.sample_secret}</code>, with which your code
              can be tried.
            </p>
          )}
        </>
      )}
    </Panel>
  );
}
