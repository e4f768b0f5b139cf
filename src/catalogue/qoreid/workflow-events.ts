import { Kind } from '../field-decorators.js';
import {
  ThirdPartyVerificationEvent,
  ThirdPartyVerificationPayload,
} from './verification-payload.js';

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
