import { Injectable } from '@nestjs/common';
import { ComplianceRecord, IdentResult } from '../../../catalogue/index.js';
import type { ComplianceRecordPayload } from '../../../catalogue/index.js';
import { DomainEvents } from '../domain-events.js';
import type { DomainPublishOptions } from '../domain-events.js';
import type { PublishAnswer } from '../../publish-answer.js';

/** Publishes the records of customers and contracts, and results of identification. */
@Injectable()
export class ComplianceRecordEvents extends DomainEvents {
  /** The record of a customer or of a contract was processed. */
  complianceRecord(
    tenant: string,
    payload: ComplianceRecordPayload,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(ComplianceRecord, tenant, payload, options);
  }

  /** A KYC provider has finished the identification of a person. */
  identResult(
    tenant: string,
    payload: IdentResult,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(IdentResult, tenant, payload, options);
  }
}
