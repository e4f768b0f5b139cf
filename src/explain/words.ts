const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: readonly [seconds: number, name: string][] = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [1, 'second'],
];
const MOST_EXCERPT = 160;

/** Returns a time as `2026-11-28 14:03:11 UTC`. */
export function time(at: string | Date): string {
  const iso = (typeof at === 'string' ? new Date(at) : at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** Returns a duration in its largest unit, and the next smaller one while it is short: `2 hours 5 minutes`. */
export function span(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds / 1000));
  const index = UNITS.findIndex(([seconds]) => whole >= seconds);
  const [seconds, name] = UNITS[index] ?? [1, 'second'];
  const count = Math.floor(whole / seconds);
  const [smaller, smallerName] = UNITS[index + 1] ?? [0, ''];
  const rest = smaller > 1 && count < 3 ? Math.floor((whole - count * seconds) / smaller) : 0;
  return [plural(count, name), ...(rest > 0 ? [plural(rest, smallerName)] : [])].join(' ');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Joins names as `a, b and c`. */
export function list(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/**
 * Returns the beginning of a foreign text as one quoted line: control characters, and marks that turn the direction of
 * text, are left out, so that it cannot change how the rest of a ticket is shown.
 */
export function quote(text: string): string {
  const line = text
    .replaceAll(/\p{Cc}\[[0-9;]*[A-Za-z]/gu, '')
    .replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}]/gu, '')
    .trim();
  const characters = Array.from(line);
  const isLong = characters.length > MOST_EXCERPT;
  return `"${isLong ? `${characters.slice(0, MOST_EXCERPT).join('')}…` : line}"`;
}

/** Returns a sentence without its last full stop, to be continued. */
export function open(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** Returns a sentence as what follows a colon; a name at its beginning stays as it is. */
export function afterColon(sentence: string): string {
  const text = open(sentence);
  return /^(?:Slack|TLS|Support)\b/.test(text)
    ? text
    : `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
