import { Injectable, Module } from '@nestjs/common';
import { ComplianceRecord, IdentResult } from '../../catalogue/index.js';
import type { ComplianceRecordPayload } from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';
import type { PublishMethod } from './domain-events.js';

/** Publishes the records of customers and contracts, and results of identification. */
@Injectable()
export class ComplianceRecordEvents extends DomainEvents {
  /** The record of a customer or of a contract was processed. */
  readonly complianceRecord: PublishMethod<ComplianceRecordPayload> = this.method(ComplianceRecord);

  /** A KYC provider has finished the identification of a person. */
  readonly identResult = this.method(IdentResult);
}

/** For modules that publish compliance records. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [ComplianceRecordEvents], exports: [ComplianceRecordEvents] })
export class ComplianceRecordEventsModule {}
