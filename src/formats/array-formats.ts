import type { FormatWriter, RenderedEvent } from './format.js';
import { withFields } from './format.js';

/** The only event type of the format `callback`. The format `topic` has its own structure for it. */
export const COMPLIANCE_RECORD = 'complianceRecord';

/** ISO 8601 time, extended or basic. Groups: year, month, day, hour, minute, second, zone sign, hours, minutes. */
const ISO_TIME =
  /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(?:Z|([+-])(\d\d):?(\d\d)?)?$/;

/**
 * Returns `modified` of a record as `YYYY-MM-DDTHH:mm:ss`, converted to UTC if it has a zone and without
 * a fraction (seed 002, "Existing REST Callback Structure"). A value that is not an ISO 8601 time is
 * returned unchanged.
 */
export function shownModified(modified: unknown): unknown {
  const parts = typeof modified === 'string' ? ISO_TIME.exec(modified) : null;
  if (!parts) return modified;
  const [, year, month, day, hour, minute, second = '00', sign, zoneHours, zoneMinutes] = parts;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (sign === undefined) return local;
  const zone = Number(`${sign}1`) * (Number(zoneHours) * 60 + Number(zoneMinutes ?? 0));
  const utc = new Date(Date.parse(`${local}Z`) - zone * 60_000);
  // The conversion can leave the four-digit years, which this form cannot express.
  return /^\d{4}-/.test(isoOf(utc)) ? isoOf(utc) : local;
}

function isoOf(time: Date): string {
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, -'.000Z'.length);
}

/** The fields that name the owner of a record: a customer or a contract. */
const OWNERS = ['customerKey', 'contractKey'] as const;

/**
 * The format `callback`: an array of one record with exactly the fields that receivers know (seed 002,
 * "Existing REST Callback Structure"). All other fields of the record are left out.
 */
export const callback: FormatWriter = {
  contentType: 'application/json',
  carries: (type) => type === COMPLIANCE_RECORD,
  write: (event) => `[${callbackMessage(event)}]`,
  message: callbackMessage,
};

function callbackMessage({ dataJson }: RenderedEvent): string {
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

/** The format `topic`: an array of one object that names its topic (seed 003). */
export const topic: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: (event) => `[${topicMessage(event)}]`,
  message: topicMessage,
};

function topicMessage({ type, dataJson }: RenderedEvent): string {
  return type === COMPLIANCE_RECORD
    ? `{"topic":"${COMPLIANCE_RECORD}","${COMPLIANCE_RECORD}":[${recordOf(dataJson)}]}`
    : withFields({ topic: type }, dataJson);
}

function recordOf(dataJson: string): string {
  const record = JSON.parse(dataJson) as Record<string, unknown>;
  const shown = shownModified(record['modified']);
  // Assigned only if it differs, so that a record without the field does not gain it.
  if (shown === record['modified']) return dataJson;
  record['modified'] = shown;
  return JSON.stringify(record);
}
