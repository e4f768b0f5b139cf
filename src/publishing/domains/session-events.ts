import { Injectable, Module } from '@nestjs/common';
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
} from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes what happens to verification sessions. */
@Injectable()
export class SessionEvents extends DomainEvents {
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
  readonly created = this.method(SessionCreated);

  /** The applicant opened the capture page. */
  readonly started = this.method(SessionStarted);

  /** The session passed. */
  readonly approved = this.method(SessionApproved);

  /** The session was rejected. */
  readonly declined = this.method(SessionDeclined);

  /** The session waits for a reviewer. */
  readonly requiresReview = this.method(SessionRequiresReview);

  /** The capture token ran out before the applicant was done. */
  readonly expired = this.method(SessionExpired);

  /** The images were too poor to decide on. */
  readonly resubmissionRequired = this.method(SessionResubmissionRequired);

  /** The personal data of the session was erased. */
  readonly redacted = this.method(SessionRedacted);

  /** The retention policy purged the session. */
  readonly retentionExpired = this.method(SessionRetentionExpired);
}

/** For modules that publish session events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [SessionEvents], exports: [SessionEvents] })
export class SessionEventsModule {}
