import type { Schemas } from '../../api/client';
import { TextView } from '../../components/json-view';
import { Loading } from '../../components/list-state';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import classes from './attempt-details.module.css';
import { useSentBody } from './use-sent-body';

/** The body of the request; its headers stand with each attempt. */
export function RequestPanel({ delivery }: { delivery: Schemas['DeliveryWithAttempts'] }) {
  const body = useSentBody(delivery);
  if (delivery.channel !== 'webhook') return null;
  return (
    <Panel title="Request body">
      {body.isPending && <Loading lines={3} />}
      {body.isError && <ProblemNotice error={body.error} onRetry={() => void body.refetch()} />}
      {body.data !== undefined && (
        <>
          <TextView text={body.data.text} label="Request body" />
          <p className={classes['none']}>{origin(body.data.isExact)}</p>
        </>
      )}
    </Panel>
  );
}

function origin(isExact: boolean | null): string {
  if (isExact === true) return 'These are the bytes that were sent, here with indentation.';
  if (isExact === false) {
    return 'Made from the event as it is now. It differs from what was sent: links are fresh, fields are masked, or the settings of the endpoint (thin, batch) have their part in it.';
  }
  return 'Made from the event as it is now; it is not compared with what was sent.';
}
