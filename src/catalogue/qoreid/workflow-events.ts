import {
  ThirdPartyVerificationEvent,
  ThirdPartyVerificationPayload,
} from './verification-payload.js';

@ThirdPartyVerificationEvent('workflow.verification_started', 'A workflow was started.')
export class WorkflowVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'workflow.verification_completed',
  'A workflow was completed: success or failure.',
)
export class WorkflowVerificationCompleted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'workflow.step_verification_started',
  'A step of a workflow was started.',
)
export class WorkflowStepVerificationStarted extends ThirdPartyVerificationPayload {}

@ThirdPartyVerificationEvent(
  'workflow.step_verification_completed',
  'A step of a workflow was completed: success or failure.',
)
export class WorkflowStepVerificationCompleted extends ThirdPartyVerificationPayload {}
