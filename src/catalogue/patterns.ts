/** A UUID (RFC 9562 section 4) of any version, in upper or lower case. */
export const UUID = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/** Returns the pattern of a date that exists in the Gregorian calendar, leap days included. */
function date(hyphen: '-' | ''): string {
  const monthsOf31 = `(?:0[13578]|1[02])${hyphen}(?:0[1-9]|[12][0-9]|3[01])`;
  const monthsOf30 = `(?:0[469]|11)${hyphen}(?:0[1-9]|[12][0-9]|30)`;
  const february = `02${hyphen}(?:0[1-9]|1[0-9]|2[0-8])`;
  const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
  return `(?:[0-9]{4}${hyphen}(?:${monthsOf31}|${monthsOf30}|${february})|${leapYear}${hyphen}02${hyphen}29)`;
}

const HOUR = '(?:[01][0-9]|2[0-3])';
const SIXTY = '[0-5][0-9]';
const FRACTION = '(?:[.,][0-9]+)?';

/**
 * A time by RFC 3339 in UTC with milliseconds, as `Date.toISOString` writes it, on a day that
 * exists.
 */
export const UTC_TIME = new RegExp(`^${date('-')}T${HOUR}:${SIXTY}:${SIXTY}\\.[0-9]{3}Z$`);

/**
 * A calendar date and a time of day by ISO 8601, extended (`2025-09-03T06:38:08.250+02:00`) or basic
 * (`20250903T063808Z`), of a day that exists; seconds, their fraction and the zone may be absent. It is
 * one pattern, so that a schema can contain it.
 */
export const ISO_TIME = new RegExp(
  `^(?:${date('-')}T${HOUR}:${SIXTY}(?::${SIXTY}${FRACTION})?(?:Z|[+-]${HOUR}(?::?${SIXTY})?)?` +
    `|${date('')}T${HOUR}${SIXTY}(?:${SIXTY}${FRACTION})?(?:Z|[+-]${HOUR}(?:${SIXTY})?)?)$`,
);
