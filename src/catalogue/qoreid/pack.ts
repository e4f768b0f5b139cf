import type { Pack } from '../catalogue.js';
import {
  AddressVerificationCompleted,
  AddressVerificationStarted,
  EmploymentVerificationCompleted,
  EmploymentVerificationStarted,
  GuarantorVerificationCompleted,
  GuarantorVerificationStarted,
  IdentityVerificationCompleted,
  PropertyVerificationCompleted,
  PropertyVerificationStarted,
} from './verification-events.js';
import {
  WorkflowStepVerificationCompleted,
  WorkflowStepVerificationStarted,
  WorkflowVerificationCompleted,
  WorkflowVerificationStarted,
} from './workflow-events.js';

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
