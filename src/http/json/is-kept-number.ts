/** The number of decimal digits that every double keeps. */
const SAFE_DIGITS = 15;
/** Longer literals are refused without being read. */
const MAX_LENGTH = 1_000;

/**
 * Returns whether the number of a JSON literal survives `JSON.parse` and `JSON.stringify`: the result
 * is numerically equal to the literal, although its spelling may differ (`1.10`, `1e2`, `-0`).
 * Integers beyond 2^53 never count as kept: some are doubles, but their neighbours are not.
 */
export function isKeptNumber(literal: string): boolean {
  if (literal.length > MAX_LENGTH) return false;
  const value = Number(literal);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return false;
  }
  if (String(value) === literal) return true;
  const written = digitsOf(literal);
  if (written.digits.length <= SAFE_DIGITS && Math.abs(value) > 1e-290) return true;
  const kept = digitsOf(String(value));
  return written.digits === kept.digits && written.exponent === kept.exponent;
}

/**
 * Returns the significant digits, without zeros at either end, and the power of ten of the last
 * digit.
 */
function digitsOf(literal: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = literal.toLowerCase().split('e', 2);
  const [whole = '', fraction = ''] = mantissa.replace(/^-/, '').split('.', 2);
  const all = whole + fraction;
  let start = 0;
  while (all[start] === '0') start += 1;
  // A regular expression for zeros at the end would start again at every earlier run of zeros.
  let end = all.length;
  while (end > start && all[end - 1] === '0') end -= 1;
  if (start === end) return { digits: '', exponent: 0 };
  const exponent = Number(power) - fraction.length + (all.length - end);
  return { digits: all.slice(start, end), exponent };
}
