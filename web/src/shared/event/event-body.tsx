import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, read, type Schemas } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { useQueryState } from '../../app/url-state';
import { JsonView } from '../../components/json-view';
import { EmptyState, Loading } from '../../components/list-state';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';

const FORMATS = [
  'envelope',
  'flat',
  'key-data',
  'callback',
  'topic',
  'event-type',
  'cloudevents',
] as const;
type Format = (typeof FORMATS)[number];

const CHOICES = [
  { value: '', label: 'Stored data' },
  ...FORMATS.map((format) => ({ value: format, label: `Body: ${format}` })),
];

interface EventBodyProps {
  event: Schemas['Event'];
  isRevealed: boolean;
}

/** The content of an event: as it is stored, or as the receivers of a format get it. */
export function EventBody({ event, isRevealed }: EventBodyProps) {
  const [{ format: chosen = '' }, change] = useQueryState();
  const format = FORMATS.find((one) => one === chosen);
  return (
    <Panel
      title="Content"
      actions={
        <Select
          aria-label="Show as"
          size="xs"
          data={CHOICES}
          value={format ?? ''}
          allowDeselect={false}
          onChange={(value) => change({ format: value })}
        />
      }
    >
      {event.data === null ? (
        <EmptyState
          title="The content is not kept any more"
          hint="The record of the event stays."
        />
      ) : format === undefined || isRevealed ? (
        <JsonView value={event.data} label="Stored data" />
      ) : (
        <Formatted id={event.id} format={format} />
      )}
      {isRevealed && format !== undefined && <p>What was revealed is shown as it is stored.</p>}
    </Panel>
  );
}

function Formatted({ id, format }: { id: string; format: Format }) {
  const tenant = useTenant();
  const { data, error, refetch } = useQuery({
    queryKey: ['event-body', tenant, id, format],
    retry: false,
    queryFn: ({ signal }): Promise<unknown> => {
      const params = { path: { tenant, id }, query: { format } };
      return read(api.GET('/v1/tenants/{tenant}/events/{id}', { params, signal }));
    },
  });
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading lines={4} />;
  return <JsonView value={data} label={`Body in the format ${format}`} />;
}
