import { SegmentedControl } from '@mantine/core';
import { useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { EnvironmentSwitch } from '../../components/environment-switch';
import { EmptyState } from '../../components/list-state';
import { Page } from '../../components/page';
import { useEndpoints } from '../../shared/endpoints';
import { WINDOWS, type Window } from '../shared/over-time';
import { useWindow } from '../shared/statistics';
import { KeyFigures } from './key-figures';
import { OpenProblems } from './open-problems';
import classes from './overview.module.css';
import { Traffic } from './traffic';

const CHOICES = Object.entries(WINDOWS).map(([value, { label }]) => ({ value, label }));

/** How it goes: figures, what is wrong, and the course of both. */
export function OverviewPage() {
  const [window, setWindow] = useWindow();
  const base = useTenantBase();
  const { data: endpoints } = useEndpoints();
  return (
    <Page
      title="Overview"
      actions={
        <div className={classes['choices']}>
          <SegmentedControl
            size="xs"
            aria-label="Window"
            data={CHOICES}
            value={window}
            onChange={(value) => setWindow(value as Window)}
          />
          <EnvironmentSwitch />
        </div>
      }
    >
      {endpoints?.length === 0 && (
        <div className={classes['welcome']}>
          <EmptyState
            title="Nothing is sent yet: there is no endpoint"
            hint="An endpoint says where events go. The inspector shows the first event without a server of yours."
            action={<AppLink to={`${base}/endpoints/new`}>Make the first endpoint</AppLink>}
          />
        </div>
      )}
      <OpenProblems />
      <KeyFigures window={window} />
      <Traffic window={window} />
    </Page>
  );
}
