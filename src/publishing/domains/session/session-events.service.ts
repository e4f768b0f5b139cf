import { Injectable } from '@nestjs/common';
import {
  KycSessionApproved,
  KycSessionCompleted,
  KycSessionCreated,
  KycSessionManualReview,
  KycSessionProcessed,
  KycSessionRejected,
  SessionApproved,
  SessionCreated,
  SessionDeclined,
  SessionExpired,
  SessionRedacted,
  SessionRequiresReview,
  SessionResubmissionRequired,
  SessionRetentionExpired,
  SessionStarted,
} from '../../../catalogue/index.js';
import type { DomainPublishOptions } from '../domain-events.js';
import { GroupedEvents } from '../grouped-events.js';
import type { PublishAnswer } from '../../publish-answer.js';

/** Publishes what happens to verification sessions. */
@Injectable()
export class SessionEvents extends GroupedEvents {
  /** Sessions of the `kyc` pack. */
  readonly kyc = this.group({
    created: KycSessionCreated,
    completed: KycSessionCompleted,
    processed: KycSessionProcessed,
    approved: KycSessionApproved,
    rejected: KycSessionRejected,
    manualReview: KycSessionManualReview,
  });

  /** A verification session was created. */
  created(
    tenant: string,
    payload: SessionCreated,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionCreated, tenant, payload, options);
  }

  /** The applicant opened the capture page. */
  started(
    tenant: string,
    payload: SessionStarted,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionStarted, tenant, payload, options);
  }

  /** The session passed. */
  approved(
    tenant: string,
    payload: SessionApproved,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionApproved, tenant, payload, options);
  }

  /** The session was rejected. */
  declined(
    tenant: string,
    payload: SessionDeclined,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionDeclined, tenant, payload, options);
  }

  /** The session waits for a reviewer. */
  requiresReview(
    tenant: string,
    payload: SessionRequiresReview,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionRequiresReview, tenant, payload, options);
  }

  /** The capture token ran out before the applicant was done. */
  expired(
    tenant: string,
    payload: SessionExpired,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionExpired, tenant, payload, options);
  }

  /** The images were too poor to decide on. */
  resubmissionRequired(
    tenant: string,
    payload: SessionResubmissionRequired,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionResubmissionRequired, tenant, payload, options);
  }

  /** The personal data of the session was erased. */
  redacted(
    tenant: string,
    payload: SessionRedacted,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionRedacted, tenant, payload, options);
  }

  /** The retention policy purged the session. */
  retentionExpired(
    tenant: string,
    payload: SessionRetentionExpired,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(SessionRetentionExpired, tenant, payload, options);
  }
}
