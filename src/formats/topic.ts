import { COMPLIANCE_RECORD, shownModified } from './compliance-record.js';
import type { FormatWriter, RenderedEvent } from './format.js';
import { withFields } from './with-fields.js';

export const topic: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: (event) => `[${message(event)}]`,
  message,
};

function message({ type, dataJson }: RenderedEvent): string {
  return type === COMPLIANCE_RECORD
    ? `{"topic":"${COMPLIANCE_RECORD}","${COMPLIANCE_RECORD}":[${recordOf(dataJson)}]}`
    : withFields({ topic: type }, dataJson);
}

function recordOf(dataJson: string): string {
  const record = JSON.parse(dataJson) as Record<string, unknown>;
  const shown = shownModified(record['modified']);
  // Assigned only where it differs, so that a record without the field gets none.
  if (shown === record['modified']) return dataJson;
  record['modified'] = shown;
  return JSON.stringify(record);
}
