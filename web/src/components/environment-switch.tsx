import { SegmentedControl } from '@mantine/core';
import type { Filter } from './filter-bar';
import { useEnvironment, useQueryState, type Environment } from '../app/url-state';

/** The same choice as a filter of a list, which shows both where none is set. */
export const ENVIRONMENT_FILTER: Filter = {
  kind: 'select',
  name: 'environment',
  label: 'Environment',
  options: ['live', 'sandbox'],
};

const CHOICES = [
  { value: 'live', label: 'Live' },
  { value: 'sandbox', label: 'Sandbox' },
  { value: 'all', label: 'All' },
];

/** Whether figures are of live events, of the sandbox, or of both; kept in the address. */
export function EnvironmentSwitch({ unnamed = 'live' }: { unnamed?: Environment }) {
  const environment = useEnvironment(unnamed);
  const [, change] = useQueryState();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Environment"
      data={CHOICES}
      value={environment}
      onChange={(value) => change({ environment: value === unnamed ? null : value })}
    />
  );
}
