import { Injectable, Module } from '@nestjs/common';
import {
  DocumentClassified,
  DocumentCompared,
  DocumentExtracted,
  DocumentRedacted,
  DocumentUploaded,
  DocumentVerified,
} from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes what happens to documents. */
@Injectable()
export class DocumentEvents extends DomainEvents {
  /** A document was uploaded. */
  readonly uploaded = this.method(DocumentUploaded);

  /** It is known what kind of document it is. */
  readonly classified = this.method(DocumentClassified);

  /** An extraction has read the document. */
  readonly extracted = this.method(DocumentExtracted);

  /** The checks of the document have run. */
  readonly verified = this.method(DocumentVerified);

  /** The document was compared with another one or with an identity record. */
  readonly compared = this.method(DocumentCompared);

  /** The document's contents were erased. */
  readonly redacted = this.method(DocumentRedacted);
}

/** For modules that publish document events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [DocumentEvents], exports: [DocumentEvents] })
export class DocumentEventsModule {}
