import { EventType } from '../event-type.js';
import { Decimal, Flag, Id, Text, Whole } from '../field-decorators.js';

const DOCUMENT = { document_id: 'doc_abc123' } as const;

/** The fields of every document event. */
export class DocumentPayload {
  @Id()
  document_id: string;
}

@EventType({
  type: 'document.uploaded',
  description: 'A document was uploaded, within a session or on its own.',
  entityId: 'document_id',
  example: {
    ...DOCUMENT,
    document_type: 'passport',
    classification: 'identity_document',
    session_id: 'session_def456',
    identity_id: 'identity_ghi789',
  },
})
export class DocumentUploaded extends DocumentPayload {
  @Text()
  document_type: string;

  @Text({ optional: true, nullable: true, description: 'Absent until it has been classified.' })
  classification?: string | null;

  @Id({ optional: true, nullable: true, description: 'The session, if it is part of one.' })
  session_id?: string | null;

  @Id({ optional: true, nullable: true, description: 'The identity record, if there is one.' })
  identity_id?: string | null;
}

@EventType({
  type: 'document.classified',
  description: 'It is known what kind of document it is.',
  entityId: 'document_id',
  example: { ...DOCUMENT, classification: 'passport', confidence: 0.97 },
})
export class DocumentClassified extends DocumentPayload {
  @Text()
  classification: string;

  @Decimal()
  confidence: number;
}

@EventType({
  type: 'document.extracted',
  description: 'An extraction has read the document.',
  entityId: 'document_id',
  example: {
    ...DOCUMENT,
    extraction_id: 'extract_def456',
    extraction_type: 'ocr',
    status: 'completed',
  },
})
export class DocumentExtracted extends DocumentPayload {
  @Id()
  extraction_id: string;

  @Text({ description: 'How it was read.' })
  extraction_type: string;

  @Text()
  status: string;
}

@EventType({
  type: 'document.verified',
  description: 'The checks of the document have run.',
  entityId: 'document_id',
  example: { ...DOCUMENT, checks_run: 4, checks_passed: 3, checks_failed: 1 },
})
export class DocumentVerified extends DocumentPayload {
  @Whole()
  checks_run: number;

  @Whole()
  checks_passed: number;

  @Whole()
  checks_failed: number;
}

@EventType({
  type: 'document.compared',
  description: 'The document was compared with another one or with an identity record.',
  entityId: 'document_id',
  example: {
    ...DOCUMENT,
    reference_document_id: 'doc_xyz789',
    is_match: true,
    overall_score: 0.94,
  },
})
export class DocumentCompared extends DocumentPayload {
  @Id({
    optional: true,
    nullable: true,
    description: 'The other document; absent where it was an identity record.',
  })
  reference_document_id?: string | null;

  @Flag()
  is_match: boolean;

  @Decimal()
  overall_score: number;
}

@EventType({
  type: 'document.redacted',
  description: "The document's contents were erased.",
  entityId: 'document_id',
  example: DOCUMENT,
})
export class DocumentRedacted extends DocumentPayload {}
