import { Flag, Nested, Text } from '../field-decorators.js';
import { Personal } from '../field-records.js';

/** The data that was read from the applicant's document. The fields depend on the provider. */
export class ExtractedData {
  @Text({ optional: true })
  first_name?: string;

  @Text({ optional: true })
  last_name?: string;

  @Text({ optional: true })
  date_of_birth?: string;

  @Text({ optional: true })
  document_number?: string;

  @Text({ optional: true })
  document_type?: string;

  @Text({ optional: true })
  issuing_country?: string;
}

/** The outcome of a session's steps; a path that skipped a step leaves its field out. */
export class VerificationResult {
  @Flag({ optional: true, description: 'Whether the selfie shows the person on the document.' })
  face_match_passed?: boolean;

  @Flag({ optional: true })
  age_check_passed?: boolean;

  // The whole object is personal, so that fields of the document that are not declared here are covered too.
  @Personal()
  @Nested(() => ExtractedData, { optional: true })
  extracted_data?: ExtractedData;
}
