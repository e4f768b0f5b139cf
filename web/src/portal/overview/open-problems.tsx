import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { call, type Schemas } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/list-state';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import classes from './overview.module.css';

type Problem = Schemas['OpenProblem'];

/** What fails now, grouped by cause, and what it leads to. Of one endpoint where one is named. */
export function OpenProblems({ endpointId }: { endpointId?: string }) {
  const tenant = useTenant();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['problems', tenant],
    staleTime: 15_000,
    refetchInterval: 30_000,
    queryFn: ({ signal }) =>
      call<Schemas['OpenProblemList']>(
        'GET',
        `/v1/tenants/${encodeURIComponent(tenant)}/problems`,
        {
          signal,
        },
      ),
  });
  if (error !== null && data === undefined) {
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  const problems = (data?.data ?? []).filter(
    ({ endpoint_id: id }) => endpointId === undefined || id === endpointId,
  );
  if (isPending) return <Loading lines={2} />;
  if (problems.length === 0) {
    return endpointId === undefined ? <Notice tone="good" title="No open problems" /> : null;
  }
  return (
    <Panel title={problems.length === 1 ? 'Open problem' : `${problems.length} open problems`}>
      <ul className={classes['problems']}>
        {problems.map((problem) => (
          <li key={`${problem.endpoint_id} ${problem.class} ${problem.code}`}>
            <ProblemLine problem={problem} hasEndpoint={endpointId === undefined} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ProblemLine({ problem, hasEndpoint }: { problem: Problem; hasEndpoint: boolean }) {
  const base = useTenantBase();
  const { endpoint_id: id, endpoint_description: name, endpoint_host: host } = problem;
  const filters = deliveriesOf(problem);
  return (
    <div className={classes['problem']} data-warning={isWarning(problem)}>
      <div className={classes['problemText']}>
        <ForeignText text={problem.text} />
      </div>
      <div className={classes['problemFoot']}>
        {hasEndpoint && (
          <AppLink to={`${base}/endpoints/${id}`}>
            <ForeignText text={name ?? host ?? id} />
          </AppLink>
        )}
        {problem.last_at !== null && (
          <span>
            last <Moment at={problem.last_at} show="relative" />
          </span>
        )}
        {problem.disables_at !== null && (
          <strong className={classes['disables']}>
            Will be disabled <Moment at={problem.disables_at} show="both" />
          </strong>
        )}
        {filters !== null && (
          <AppLink to={`${base}/deliveries`} search={{ endpoint_id: id, ...filters }}>
            Deliveries <IconArrowRight size={13} aria-hidden />
          </AppLink>
        )}
      </div>
    </div>
  );
}

/** Whether it is about what will or may fail. */
function isWarning({ class: kind }: Problem): boolean {
  return kind === 'certificate_expires' || kind === 'clock_skew' || kind.startsWith('address_');
}

/** What selects the deliveries that a problem is about; null: there are none yet. */
function deliveriesOf({ class: kind, code }: Problem): Record<string, string> | null {
  if (kind === 'certificate_expires' || kind === 'clock_skew') return null;
  if (kind.startsWith('address_')) return { status: 'held', reason: 'address_on_hold' };
  return code === null ? {} : { code: String(code) };
}
