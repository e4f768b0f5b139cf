import type { Schemas } from '../../api/client';

type Delivery = Schemas['DeliveryWithAttempts'];

export interface Difference {
  name: string;
  here: string;
  there: string;
}

/** Headers that differ between any two requests. */
const OWN =
  /^(webhook-id|x-webhook-id|(x-)?webhook-timestamp|x-webhook-(sequence|attempt|delivery-id)|content-length)$/i;

/** What differs between the last attempts of two deliveries to one endpoint, and may be why one arrived. */
export function differences(here: Delivery, there: Delivery): Difference[] {
  const mine = here.attempts.at(-1);
  const theirs = there.attempts.at(-1);
  const pairs: [string, string | undefined, string | undefined][] = [
    ['Event type', here.event_type, there.event_type],
    ['Format', here.format, there.format],
    ['URL', mine?.url, theirs?.url],
    ['Address', mine?.ip ?? 'none', theirs?.ip ?? 'none'],
    ['Answer', answerOf(mine), answerOf(theirs)],
    ['Duration', durationOf(mine), durationOf(theirs)],
    ['Content type of the answer', contentType(mine), contentType(theirs)],
    ['Request headers', headerNames(mine), headerNames(theirs)],
  ];
  return pairs.flatMap(([name, one, other]) =>
    one === undefined || other === undefined || one === other
      ? []
      : [{ name, here: one, there: other }],
  );
}

type Attempt = Schemas['Attempt'] | undefined;

function answerOf(attempt: Attempt): string | undefined {
  if (attempt === undefined) return undefined;
  const { response, error } = attempt;
  return response === null ? (error?.class ?? 'none') : `status ${response.status}`;
}

/** Times differ always; ten times as long says something. */
function durationOf(attempt: Attempt): string | undefined {
  if (attempt === undefined) return undefined;
  const power = Math.floor(Math.log10(Math.max(attempt.duration_ms, 1)));
  return power < 1 ? 'below 10 ms' : `${10 ** power} to ${10 ** (power + 1)} ms`;
}

function contentType(attempt: Attempt): string | undefined {
  const value = attempt?.response?.headers?.['content-type'];
  return value === undefined ? undefined : [value].flat().join(', ');
}

function headerNames(attempt: Attempt): string | undefined {
  const headers = attempt?.request.headers;
  if (headers === undefined || headers === null) return undefined;
  return Object.keys(headers)
    .filter((name) => !OWN.test(name))
    .sort()
    .join(', ');
}
