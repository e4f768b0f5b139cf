/** The one type of the classic callbacks, and of records in the topic structure. */
export const COMPLIANCE_RECORD = 'complianceRecord';

/** ISO 8601, extended or basic: year, month, day, hour, minute, second, sign, hours and minutes of the zone. */
const ISO_TIME =
  /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(?:Z|([+-])(\d\d):?(\d\d)?)?$/;

/**
 * Returns `modified` of a record as receivers of callbacks know it: `YYYY-MM-DDTHH:mm:ss`, in UTC
 * where it has a zone, without a fraction (seed 002, "Existing REST Callback Structure"). What is no
 * ISO 8601 time stays as it is.
 */
export function shownModified(modified: unknown): unknown {
  const parts = typeof modified === 'string' ? ISO_TIME.exec(modified) : null;
  if (!parts) return modified;
  const [, year, month, day, hour, minute, second = '00', sign, zoneHours, zoneMinutes] = parts;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (sign === undefined) return local;
  const zone = Number(`${sign}1`) * (Number(zoneHours) * 60 + Number(zoneMinutes ?? 0));
  const utc = new Date(Date.parse(`${local}Z`) - zone * 60_000);
  // A zone may lead out of the four-digit years, which have no such form.
  return /^\d{4}-/.test(isoOf(utc)) ? isoOf(utc) : local;
}

function isoOf(time: Date): string {
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, -'.000Z'.length);
}
