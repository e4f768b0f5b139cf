import type { ReactNode } from 'react';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Facts, Panel } from '../../components/page';
import type { Endpoint } from '../../shared/endpoints';

/** The settings of an endpoint, to read. */
export function SettingsList({ endpoint }: { endpoint: Endpoint }) {
  const { event_types: types, signing, headers, batch, recipients } = endpoint;
  const facts: [string, ReactNode][] = [
    ['Channel', endpoint.channel],
    ['Environment', endpoint.environment === 'all' ? 'live and sandbox' : endpoint.environment],
    ['Event types', types === null ? 'all' : <ForeignText text={types.join(', ')} />],
    ['In order', endpoint.ordered ? 'yes' : 'no'],
    ['Requests per second', endpoint.rate_limit_per_second ?? 'no limit'],
  ];
  if (recipients !== null) {
    facts.push(['Recipients', <ForeignText key="to" text={recipients.join(', ')} />]);
  }
  if (endpoint.format !== null) {
    facts.push(
      ['Format', endpoint.format],
      ['Payload', endpoint.payload],
      ['In flight at once', endpoint.max_in_flight],
    );
  }
  if (signing !== null) facts.push(['Signatures', <ForeignText key="by" text={names(signing)} />]);
  if (headers !== null) {
    facts.push(['Headers', <ForeignText key="headers" text={Object.keys(headers).join(', ')} />]);
  }
  if (batch !== null) {
    facts.push(['Batches', `at most ${batch.max_items} events, after ${batch.wait_ms} ms`]);
  }
  facts.push(['Changed', <Moment key="changed" at={endpoint.updated_at} />]);
  return (
    <Panel title="Settings">
      <Facts facts={facts} />
    </Panel>
  );
}

function names(signing: NonNullable<Endpoint['signing']>): string {
  const all: unknown[] = signing;
  return all
    .map((profile) => (typeof profile === 'string' ? profile : 'a profile of its own'))
    .join(', ');
}
