import { Injectable, Module } from '@nestjs/common';
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
  WorkflowStepVerificationCompleted,
  WorkflowStepVerificationStarted,
  WorkflowVerificationCompleted,
  WorkflowVerificationStarted,
} from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes how verifications by third parties go, by event and event type. */
@Injectable()
export class ThirdPartyVerificationEvents extends DomainEvents {
  /** Sent only where a provider had been unavailable and the tenant handles downtime. */
  readonly identity = this.group({ verificationCompleted: IdentityVerificationCompleted });

  /** Addresses. */
  readonly address = this.group({
    verificationStarted: AddressVerificationStarted,
    verificationCompleted: AddressVerificationCompleted,
  });

  /** Employments. */
  readonly employment = this.group({
    verificationStarted: EmploymentVerificationStarted,
    verificationCompleted: EmploymentVerificationCompleted,
  });

  /** Properties. */
  readonly property = this.group({
    verificationStarted: PropertyVerificationStarted,
    verificationCompleted: PropertyVerificationCompleted,
  });

  /** Guarantors. */
  readonly guarantor = this.group({
    verificationStarted: GuarantorVerificationStarted,
    verificationCompleted: GuarantorVerificationCompleted,
  });

  /** Workflows and their steps. */
  readonly workflow = this.group({
    verificationStarted: WorkflowVerificationStarted,
    verificationCompleted: WorkflowVerificationCompleted,
    stepVerificationStarted: WorkflowStepVerificationStarted,
    stepVerificationCompleted: WorkflowStepVerificationCompleted,
  });
}

/** For modules that publish third-party verifications. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [ThirdPartyVerificationEvents], exports: [ThirdPartyVerificationEvents] })
export class ThirdPartyVerificationEventsModule {}
