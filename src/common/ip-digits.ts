import { isIP } from 'node:net';

/** Returns the one form that WHATWG URL ("IPv6 serializer") has for the many ways of writing an IPv6 address. */
export function hexadecimal(ip: string): string {
  return new URL(`http://[${ip.replace(/%.*/, '')}]`).hostname.slice(1, -1);
}

/** Returns the 32 or 128 binary digits of an address. */
export function bitsOf(ip: string): string {
  if (isIP(ip) === 4) return binary(ip.split('.'), 10, 8);
  const [before = [], after = []] = hexadecimal(ip)
    .split('::')
    .map((groups) => groups.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return binary([...before, ...zeros, ...after], 16, 16);
}

function binary(numbers: string[], radix: number, width: number): string {
  return numbers
    .map((digits) => Number.parseInt(digits, radix).toString(2).padStart(width, '0'))
    .join('');
}
