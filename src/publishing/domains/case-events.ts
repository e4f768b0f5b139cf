import { Injectable, Module } from '@nestjs/common';
import {
  CaseApproved,
  CaseClaimed,
  CaseCreated,
  CaseEscalated,
  CaseRejected,
} from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes how cases of manual review go. A decision publishes the outcome of its session too. */
@Injectable()
export class CaseEvents extends DomainEvents {
  /** A session was handed to reviewers. */
  readonly created = this.method(CaseCreated);

  /** A reviewer took the case on. */
  readonly claimed = this.method(CaseClaimed);

  /** A reviewer approved the case. */
  readonly approved = this.method(CaseApproved);

  /** A reviewer rejected the case. */
  readonly rejected = this.method(CaseRejected);

  /** The case was passed on to a reviewer who may decide it. */
  readonly escalated = this.method(CaseEscalated);
}

/** For modules that publish case events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [CaseEvents], exports: [CaseEvents] })
export class CaseEventsModule {}
