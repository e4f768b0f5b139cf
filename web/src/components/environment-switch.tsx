import { SegmentedControl } from '@mantine/core';
import { useEnvironment, useQueryState } from '../app/url-state';

const CHOICES = [
  { value: 'live', label: 'Live' },
  { value: 'sandbox', label: 'Sandbox' },
  { value: 'all', label: 'All' },
];

/** Whether figures are of live events, of the sandbox, or of both; kept in the address. */
export function EnvironmentSwitch() {
  const environment = useEnvironment();
  const [, change] = useQueryState();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Environment"
      data={CHOICES}
      value={environment}
      onChange={(value) => change({ environment: value === 'live' ? null : value })}
    />
  );
}
