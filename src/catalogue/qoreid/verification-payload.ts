import { EventType } from '../event-type.js';
import { Kind, NumericId } from '../field-decorators.js';
import type { PayloadClass } from '../field-records.js';
import { OPTIONAL_NOTE, OpenPayload } from '../open-payload.js';

/** What every event of this pack carries; further fields are those of the verification itself. */
export class ThirdPartyVerificationPayload extends OpenPayload {
  @NumericId({ description: 'The verification request.' })
  id: string | number;

  @NumericId({
    optional: true,
    nullable: true,
    description: 'The reference that the request was made under.',
  })
  reference?: string | number | null;

  @Kind(['string', 'object'], {
    optional: true,
    nullable: true,
    description:
      'How the request stands: a word, or an object with its `state` (`in_progress`, `complete`) and its `status` (`pending`, `verified`, `failed`, …).',
  })
  status?: string | object | null;

  @Kind(['object'], { optional: true, nullable: true, description: 'The person that it is about.' })
  applicant?: object | null;

  @Kind(['string', 'object'], {
    optional: true,
    nullable: true,
    description: 'What was found, check by check; null while nothing is.',
  })
  summary?: string | object | null;
}

const STARTED = { status: { state: 'in_progress', status: 'pending' } };

const COMPLETED = {
  status: { state: 'complete', status: 'verified' },
  applicant: { firstname: 'Jane', lastname: 'Doe' },
  summary: { identity_check: { status: 'EXACT_MATCH', fieldMatches: { firstname: true } } },
};

/** An event type named `<event>.<event type>`. */
export function ThirdPartyVerificationEvent(
  type: string,
  happened: string,
  /** Besides the id, the reference and how the request stands. */
  example: Readonly<Record<string, unknown>> = {},
): (payloadClass: PayloadClass) => void {
  return EventType({
    type,
    description: `${happened} ${OPTIONAL_NOTE}`,
    entityId: 'id',
    example: {
      id: 184_207,
      reference: 'user_456',
      ...(type.endsWith('_started') ? STARTED : COMPLETED),
      ...example,
    },
    isOpen: true,
  });
}
