import type { Schemas } from '../../api/client';
import { ForeignText } from '../../components/foreign-text';
import { TextView } from '../../components/json-view';
import { Notice } from '../../components/notice';
import { Columns } from '../../components/page';
import { ReasonText } from '../../components/reason-text';
import classes from './attempt-details.module.css';
import { HeaderTable } from './header-table';
import { Timeline } from './timeline';

interface AttemptDetailsProps {
  attempt: Schemas['Attempt'];
  waited: number;
}

/** One attempt: what went wrong, how long each part took, what was sent and what came back. */
export function AttemptDetails({ attempt, waited }: AttemptDetailsProps) {
  const { error, request, response } = attempt;
  return (
    <div className={classes['details']}>
      {error !== null && (
        <Notice tone="bad">
          <ReasonText reason={error.class} text={error.message} docsUrl={error.docs_url} />
        </Notice>
      )}
      {attempt.suspicious_success && (
        <Notice tone="warn" title="The answer is an HTML page">
          The status counts as delivered, but perhaps a proxy, a login or a parked domain answered.
        </Notice>
      )}
      <Timeline attempt={attempt} waited={waited} />
      <div className={classes['line']}>
        <code>
          POST <ForeignText text={attempt.url} />
        </code>
      </div>
      <Columns min={420}>
        <div className={classes['side']}>
          <h3>Request headers</h3>
          <HeaderTable
            headers={request.headers}
            label={`Request headers of attempt ${attempt.number}`}
          />
        </div>
        <div className={classes['side']}>
          <h3>Answer{response !== null && `: status ${response.status}`}</h3>
          {response === null ? (
            <p className={classes['none']}>The receiver did not answer.</p>
          ) : (
            <>
              <ResponseBody response={response} number={attempt.number} />
              <HeaderTable
                headers={response.headers}
                label={`Response headers of attempt ${attempt.number}`}
              />
            </>
          )}
        </div>
      </Columns>
    </div>
  );
}

interface ResponseBodyProps {
  response: NonNullable<Schemas['Attempt']['response']>;
  number: number;
}

function ResponseBody({
  response: { body, body_encoding: encoding, truncated },
  number,
}: ResponseBodyProps) {
  if (body === null) return <p className={classes['none']}>The body is not kept (any more).</p>;
  if (body === '') return <p className={classes['none']}>The body was empty.</p>;
  return (
    <>
      {body === '[masked]' ? (
        <p className={classes['none']}>
          The body is masked: it may repeat personal data. Reveal the event to read it.
        </p>
      ) : (
        <TextView text={body} label={`Response body of attempt ${number}`} />
      )}
      {encoding === 'base64' && <p className={classes['none']}>Not text: shown as base64.</p>}
      {truncated && <p className={classes['none']}>The receiver sent more than is shown.</p>}
    </>
  );
}
