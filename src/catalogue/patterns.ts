/** RFC 9562 section 4, of any version, in either case. */
export const UUID = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

const MONTHS_OF_31 = '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])';
const MONTHS_OF_30 = '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)';
const FEBRUARY = '02-(?:0[1-9]|1[0-9]|2[0-8])';
const LEAP_YEAR = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DATE = `(?:[0-9]{4}-(?:${MONTHS_OF_31}|${MONTHS_OF_30}|${FEBRUARY})|${LEAP_YEAR}-02-29)`;
const TIME = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';

/** RFC 3339 in UTC to the millisecond, as `Date.toISOString` spells it, of a day that exists. */
export const UTC_TIME = new RegExp(`^${DATE}T${TIME}\\.[0-9]{3}Z$`);

/** `YYYY-MM-DDTHH:mm:ss` without a zone, of a day that exists. One pattern, so that a schema can say it. */
export const LOCAL_DATE_TIME = new RegExp(`^${DATE}T${TIME}$`);
