import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { TextView } from '../../components/json-view';
import { Loading } from '../../components/list-state';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import classes from './endpoint-form.module.css';

interface Answer {
  snippets: { language: string; name: string; code: string }[];
}

/** Code that checks the signatures of an endpoint, in the language of the reader's server. */
export function Snippets({ endpointId }: { endpointId: string }) {
  const tenant = useTenant();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['snippets', tenant, endpointId],
    staleTime: 300_000,
    queryFn: ({ signal }) => {
      const path = `/v1/tenants/${encodeURIComponent(tenant)}/endpoints/${endpointId}/snippets`;
      return call<Answer>('GET', path, { signal });
    },
  });
  const snippets = data?.snippets ?? [];
  const shown = snippets.find(({ language }) => language === chosen) ?? snippets[0];
  return (
    <Panel title="Check the signature">
      <p className={classes['hint']}>
        Your server must refuse requests that this endpoint&apos;s secret did not sign.
      </p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {shown !== undefined && (
        <div className={classes['answer']}>
          <div className={classes['languages']}>
            <SegmentedControl
              size="xs"
              aria-label="Language"
              data={snippets.map(({ language, name }) => ({ value: language, label: name }))}
              value={shown.language}
              onChange={setChosen}
            />
          </div>
          <TextView text={shown.code} label={`Code in ${shown.name}`} />
        </div>
      )}
    </Panel>
  );
}
