import { EventType } from '../event-type.js';
import type { PayloadClass } from '../field-records.js';
import { Id, Kind, NumericId } from '../field-decorators.js';
import { OPTIONAL_NOTE, OpenPayload } from '../field-records.js';

/** The fields of every verification event; further fields are those of the verification itself. */
export class VerificationPayload extends OpenPayload {
  @Id({ description: 'The verification.' })
  id: string;

  @NumericId({
    optional: true,
    nullable: true,
    description: 'The reference that the verification was created under.',
  })
  reference?: string | number | null;

  @Kind(['string', 'object'], {
    optional: true,
    nullable: true,
    description:
      'How the verification stands: `created`, `in_progress`, `verified`, `completed`, …',
  })
  status?: string | object | null;

  @Kind(['string', 'object'], {
    optional: true,
    nullable: true,
    description:
      'The outcome, of the process that the key names or else of the verification: a word, as `passed`, `failed` or `pending`, or an object.',
  })
  result?: string | object | null;

  @Kind(['number', 'object'], {
    optional: true,
    nullable: true,
    description:
      'How sure that outcome is, from 0 to 1; an object where it is said field by field.',
  })
  confidence?: number | object | null;

  @Kind(['array', 'object'], {
    optional: true,
    nullable: true,
    description: 'The processes of the verification, each with its name and its result.',
  })
  steps?: readonly unknown[] | object | null;
}

const FURTHER =
  `${OPTIONAL_NOTE} They hold the verification with the results so far, as the API of verifications ` +
  'gives it; links to files among them may be given as asset references, to be signed afresh.';

/** Declares an event type about a verification. `key` is the complete name of the type. */
export function VerificationEvent(
  key: string,
  happened: string,
  /** The fields of the example besides the id and the reference. */
  example: Readonly<Record<string, unknown>>,
  options: { isConfidential?: boolean } = {},
): (payloadClass: PayloadClass) => void {
  return EventType({
    type: key,
    description: `${happened} ${FURTHER}`,
    entityId: 'id',
    example: { id: '01234567-89ab-cdef-0123-456789abcdef', reference: 'user_456', ...example },
    isOpen: true,
    ...options,
  });
}

const STEPS = [
  { step: 'frontIdCard', result: 'passed' },
  { step: 'idFaceRecognition', result: 'passed' },
];

@VerificationEvent('verification.created', 'A verification was created.', { status: 'created' })
export class VerificationCreated extends VerificationPayload {}

@VerificationEvent(
  'verification.updated',
  'The applicant has accepted the welcome page and the consent page.',
  { status: 'in_progress' },
)
export class VerificationUpdated extends VerificationPayload {}

@VerificationEvent('verification.verified', 'Every process of the verification is verified.', {
  status: 'verified',
  result: 'passed',
  confidence: 0.94,
  steps: STEPS,
})
export class VerificationVerified extends VerificationPayload {}

@VerificationEvent('verification.completed', 'Every process of the verification is completed.', {
  status: 'completed',
  result: 'passed',
  confidence: 0.94,
  steps: STEPS,
})
export class VerificationCompleted extends VerificationPayload {}

@VerificationEvent('verification.deleted', 'The verification was deleted.', { status: 'deleted' })
export class VerificationDeleted extends VerificationPayload {}
