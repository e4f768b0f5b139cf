import type { Pack, PayloadClass } from '../field-records.js';
import { EventType, NeedsDowntimeHandling } from '../event-type.js';
import { Kind, NumericId } from '../field-decorators.js';
import { OPTIONAL_NOTE, OpenPayload } from '../field-records.js';

/** The fields of every event of this pack; further fields are those of the verification itself. */
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

/** Declares an event type with the name `<event>.<event type>`. */
export function ThirdPartyVerificationEvent(
  type: string,
  happened: string,
  /** The fields of the example besides the id, the reference and the status. */
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

@NeedsDowntimeHandling()
@ThirdPartyVerificationEvent(
  'identity.verification_completed',
  'An identity verification that had to wait for an unavailable provider was completed: success or failure; only for tenants with network_downtime_handling.',
)
export class IdentityVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent('address.verification_started', 'An address verification was started.')
export class AddressVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'address.verification_completed',
  'An address verification was completed: success or failure.',
)
export class AddressVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'employment.verification_started',
  'An employment verification was started.',
)
export class EmploymentVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'employment.verification_completed',
  'An employment verification was completed: success or failure.',
)
export class EmploymentVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'property.verification_started',
  'A property verification was started.',
)
export class PropertyVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'property.verification_completed',
  'A property verification was completed: success or failure.',
)
export class PropertyVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'guarantor.verification_started',
  'A guarantor verification was started.',
)
export class GuarantorVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'guarantor.verification_completed',
  'A guarantor verification was completed: success or failure.',
)
export class GuarantorVerificationCompleted extends ThirdPartyVerificationPayload {}

class WorkflowPayload extends ThirdPartyVerificationPayload {
  @Kind(['string', 'object'], { optional: true, nullable: true, description: 'The workflow.' })
  workflow?: string | object | null;

  @Kind(['array', 'object'], {
    optional: true,
    nullable: true,
    description: 'The steps of the workflow so far, each with its name and its status.',
  })
  steps?: readonly unknown[] | object | null;
}

class WorkflowStepPayload extends WorkflowPayload {
  @Kind(['string', 'object'], {
    optional: true,
    nullable: true,
    description: 'The step that this event is about; `status` is the one of the step.',
  })
  step?: string | object | null;
}

const WORKFLOW = { workflow: 'customer-onboarding' };
const LIVENESS = { step: 'liveness', status: 'verified' };
const PENDING_ADDRESS = { step: 'address', status: 'pending' };
const ADDRESS = { step: 'address', status: 'verified' };

@ThirdPartyVerificationEvent('workflow.verification_started', 'A workflow was started.', {
  ...WORKFLOW,
  steps: [],
})
export class WorkflowVerificationStarted extends WorkflowPayload {}

@ThirdPartyVerificationEvent(
  'workflow.verification_completed',
  'A workflow was completed: success or failure.',
  { ...WORKFLOW, steps: [LIVENESS, ADDRESS] },
)
export class WorkflowVerificationCompleted extends WorkflowPayload {}

@ThirdPartyVerificationEvent(
  'workflow.step_verification_started',
  'A step of a workflow was started.',
  { ...WORKFLOW, step: 'address', steps: [LIVENESS, PENDING_ADDRESS] },
)
export class WorkflowStepVerificationStarted extends WorkflowStepPayload {}

@ThirdPartyVerificationEvent(
  'workflow.step_verification_completed',
  'A step of a workflow was completed: success or failure.',
  { ...WORKFLOW, step: 'address', steps: [LIVENESS, ADDRESS] },
)
export class WorkflowStepVerificationCompleted extends WorkflowStepPayload {}

export const qoreidPack: Pack = {
  name: 'qoreid',
  events: [
    IdentityVerificationCompleted,
    AddressVerificationStarted,
    AddressVerificationCompleted,
    EmploymentVerificationStarted,
    EmploymentVerificationCompleted,
    PropertyVerificationStarted,
    PropertyVerificationCompleted,
    GuarantorVerificationStarted,
    GuarantorVerificationCompleted,
    WorkflowVerificationStarted,
    WorkflowVerificationCompleted,
    WorkflowStepVerificationStarted,
    WorkflowStepVerificationCompleted,
  ],
};
