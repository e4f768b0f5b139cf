import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { TextView } from '../../components/json-view';
import { Loading } from '../../components/list-state';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import classes from './endpoint-form.module.css';

type Snippet = Schemas['Snippet'];

/** Code that checks the signatures of an endpoint, in the language of the reader's server. */
export function Snippets({ endpointId }: { endpointId: string }) {
  const tenant = useTenant();
  const { data, error, refetch } = useQuery({
    queryKey: ['snippets', tenant, endpointId],
    staleTime: 300_000,
    queryFn: ({ signal }) => {
      const path = `/v1/tenants/${encodeURIComponent(tenant)}/endpoints/${endpointId}/snippets`;
      return call<Schemas['Snippets']>('GET', path, { signal });
    },
  });
  return (
    <Panel title="Check the signature">
      <p className={classes['hint']}>
        Your server must refuse requests that this endpoint&apos;s secret did not sign. The code
        reads the secret from <code>WEBHOOK_SECRET</code>.
      </p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <Choice snippets={data.data} />}
    </Panel>
  );
}

function Choice({ snippets }: { snippets: readonly Snippet[] }) {
  const [language, setLanguage] = useState<string | null>(null);
  const [header, setHeader] = useState<string | null>(null);
  const headers = [...new Set(snippets.map((each) => each.header))];
  const ofHeader = snippets.filter((each) => each.header === (header ?? headers[0]));
  const shown = ofHeader.find((each) => each.language === language) ?? ofHeader[0];
  if (shown === undefined) return null;
  return (
    <div className={classes['answer']}>
      {headers.length > 1 && (
        <div className={classes['languages']}>
          <SegmentedControl
            size="xs"
            aria-label="Signature header"
            data={headers}
            value={shown.header}
            onChange={setHeader}
          />
        </div>
      )}
      <div className={classes['languages']}>
        <SegmentedControl
          size="xs"
          aria-label="Language"
          data={ofHeader.map((each) => ({ value: each.language, label: nameOf(each) }))}
          value={shown.language}
          onChange={setLanguage}
        />
      </div>
      <TextView text={shown.code} label={`Code in ${nameOf(shown)}`} />
    </div>
  );
}

function nameOf({ title, header }: Snippet): string {
  return title.replace(`, ${header}`, '');
}
