import { COMPLIANCE_RECORD, shownModified } from './compliance-record.js';
import type { FormatWriter, RenderedEvent } from './format.js';

/** Whose acceptance the record is of: a customer's or a contract's. */
const OWNERS = ['customerKey', 'contractKey'] as const;

/** The classic array. Receivers rely on exactly these fields: whatever else a record holds stays out. */
export const callback: FormatWriter = {
  contentType: 'application/json',
  carries: (type) => type === COMPLIANCE_RECORD,
  write: (event) => `[${message(event)}]`,
  message,
};

function message({ dataJson }: RenderedEvent): string {
  const record = JSON.parse(dataJson) as Record<string, unknown>;
  const { status, key, modified } = record;
  const owners = OWNERS.filter((name) => (record[name] ?? null) !== null);
  return JSON.stringify({
    status,
    key,
    modified: shownModified(modified),
    ...Object.fromEntries(owners.map((name) => [name, record[name]])),
  });
}
