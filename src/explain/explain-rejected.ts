import type { RejectedPublishDto } from '../publishing/index.js';
import { afterColon, open, list, plural, time } from './words.js';
import { remedyFor } from './remedies.js';
import type { Story } from './story.js';

const MOST_ERRORS = 3;

type Rejected = Pick<
  RejectedPublishDto,
  | 'id'
  | 'tenant_id'
  | 'tenant_ref'
  | 'type'
  | 'status'
  | 'code'
  | 'reason_text'
  | 'created_at'
  | 'event_id'
  | 'published_at'
  | 'source'
  | 'publisher_key_id'
> & { errors: readonly { pointer: string; message: string }[] };

/** Explains a publish that was refused. `others` is the number of further ones that were found. */
export function explainRejected(
  publish: Rejected,
  tenantName: string | null,
  others: number,
): Story {
  const { id, tenant_id, tenant_ref, type, status, code, errors, created_at: at } = publish;
  const named = errors
    .slice(0, MOST_ERRORS)
    .map(({ pointer, message }) => `${pointer || '/'} ${message}`);
  const more = errors.length > MOST_ERRORS ? ` and ${errors.length - MOST_ERRORS} more` : '';
  const publisher =
    publish.publisher_key_id ??
    (publish.source === 'api' ? 'the bootstrap key' : 'code of an application');
  const republished = publish.event_id !== null;
  return {
    verdict: republished ? 'delivered' : 'refused',
    title: `Refused when it was published: ${named[0] ?? afterColon(publish.reason_text)}`,
    sentences: [
      `A publish of ${type ?? 'an unnamed type'} for the tenant ${tenantName ?? tenant_ref} by ${publisher} was refused at ${time(at)} with ${status} ${code}: ${open(publish.reason_text)}.`,
      ...(named.length > 0 ? [`What was wrong: ${list(named)}${more}.`] : []),
      republished
        ? `It was published again at ${time(publish.published_at ?? at)} as the event ${publish.event_id}.`
        : 'No event came of it, so that nothing was sent.',
      ...(others > 0
        ? [
            `${plural(others, 'further refused publish').replace(/publishs$/, 'publishes')} ${others === 1 ? 'was' : 'were'} found.`,
          ]
        : []),
    ],
    remedy: republished
      ? 'Nothing: search for the event to see what became of it.'
      : remedyFor('rejected'),
    reason: code,
    evidence: [
      {
        label: 'Refused publish',
        value: `${status} ${code}`,
        at,
        link: { kind: 'rejected', id, tenant_id },
      },
      ...(publish.event_id === null
        ? []
        : [
            {
              label: 'Event',
              value: type ?? '',
              at: publish.published_at,
              link: { kind: 'event' as const, id: publish.event_id, tenant_id },
            },
          ]),
    ],
  };
}
