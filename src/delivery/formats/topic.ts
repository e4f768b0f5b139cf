import { COMPLIANCE_RECORD } from './compliance-record.js';
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
    ? `{"topic":"${COMPLIANCE_RECORD}","${COMPLIANCE_RECORD}":[${dataJson}]}`
    : withFields({ topic: type }, dataJson);
}
