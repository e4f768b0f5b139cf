import { Injectable } from '@nestjs/common';
import {
  DocumentClassified,
  DocumentCompared,
  DocumentExtracted,
  DocumentRedacted,
  DocumentUploaded,
  DocumentVerified,
} from '../../../catalogue/index.js';
import { DomainEvents } from '../domain-events.js';
import type { DomainPublishOptions } from '../domain-events.js';
import type { PublishAnswer } from '../../publish-answer.js';

/** Publishes what happens to documents. */
@Injectable()
export class DocumentEvents extends DomainEvents {
  /** A document was uploaded. */
  uploaded(
    tenant: string,
    payload: DocumentUploaded,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(DocumentUploaded, tenant, payload, options);
  }

  /** It is known what kind of document it is. */
  classified(
    tenant: string,
    payload: DocumentClassified,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(DocumentClassified, tenant, payload, options);
  }

  /** An extraction has read the document. */
  extracted(
    tenant: string,
    payload: DocumentExtracted,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(DocumentExtracted, tenant, payload, options);
  }

  /** The checks of the document have run. */
  verified(
    tenant: string,
    payload: DocumentVerified,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(DocumentVerified, tenant, payload, options);
  }

  /** The document was compared with another one or with an identity record. */
  compared(
    tenant: string,
    payload: DocumentCompared,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(DocumentCompared, tenant, payload, options);
  }

  /** The document's contents were erased. */
  redacted(
    tenant: string,
    payload: DocumentRedacted,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(DocumentRedacted, tenant, payload, options);
  }
}
