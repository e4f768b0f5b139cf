import { ForeignText } from '../../components/foreign-text';
import { ReasonText } from '../../components/reason-text';
import { StatusBadge, Tag } from '../../components/status-badge';
import { endpointLabel, type Endpoint } from '../../shared/endpoints';
import classes from './endpoints.module.css';

/** What an endpoint is called, with its address below. */
export function EndpointName({ endpoint }: { endpoint: Endpoint }) {
  const { url, recipients, channel, environment } = endpoint;
  const address = url ?? recipients?.join(', ') ?? '';
  return (
    <span className={classes['name']}>
      <span>
        <ForeignText text={endpointLabel(endpoint)} />
        {channel !== 'webhook' && <Tag tone="info">{channel}</Tag>}
        {environment !== 'all' && (
          <Tag tone={environment === 'sandbox' ? 'warn' : 'idle'}>{environment}</Tag>
        )}
      </span>
      {address !== '' && (
        <span className={classes['address']} title={address}>
          <ForeignText text={address} />
        </span>
      )}
    </span>
  );
}

/** The state of an endpoint, and the reason where there is one. */
export function EndpointState({ endpoint }: { endpoint: Endpoint }) {
  const { status, failing_since: failing, reason_text: text, docs_url: docs } = endpoint;
  const isFailing = status === 'active' && failing !== null;
  return (
    <span className={classes['state']}>
      <StatusBadge status={isFailing ? 'failing' : status} />
      {text !== null && (
        <span className={classes['reason']}>
          <ReasonText reason={endpoint.disabled_reason} text={text} docsUrl={docs} />
        </span>
      )}
    </span>
  );
}
