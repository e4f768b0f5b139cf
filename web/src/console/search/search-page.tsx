import { useQuery } from '@tanstack/react-query';
import { call, type Schemas } from '../../api/client';
import { useQueryState } from '../../app/url-state';
import { ForeignText } from '../../components/foreign-text';
import { EmptyState, Loading } from '../../components/list-state';
import { Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { Explanation } from '../../shared/explanation/explanation';
import { OtherHits } from './other-hits';

/** What a search has found: the answer in words first, then what was found besides. */
export function SearchPage() {
  const [{ q = '' }] = useQueryState();
  const { data, error, refetch } = useQuery({
    queryKey: ['explain', q],
    enabled: q !== '',
    queryFn: ({ signal }) =>
      call<Schemas['Explanation']>('GET', `/v1/explain?q=${encodeURIComponent(q)}`, { signal }),
  });
  return (
    <Page title={q === '' ? 'Search' : `Search: ${q}`} heading={<Heading q={q} />}>
      {q === '' ? (
        <EmptyState
          title="What are you looking for?"
          hint="Type the id of an event, a delivery or an endpoint, the host of a URL, a tenant, or any id that stands in an event, such as a session or an external reference."
        />
      ) : error !== null ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={6} />
      ) : (
        <>
          <Panel title="Explain">
            <Explanation explanation={data} />
          </Panel>
          <OtherHits hits={data.others} />
        </>
      )}
    </Page>
  );
}

function Heading({ q }: { q: string }) {
  if (q === '') return 'Search';
  return (
    <>
      Search: <ForeignText text={q} />
    </>
  );
}
