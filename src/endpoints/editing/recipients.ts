import { domainToASCII } from 'node:url';
import type { FieldError } from '../../common/index.js';

const MAX_RECIPIENTS = 50;
/** RFC 5321, section 4.5.3.1, without the angle brackets. */
const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** A dot-atom of RFC 5322, which needs no quoting in a header or on a command line. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** Returns the addresses in normal form without duplicates (case is ignored), or their errors. */
export function checkRecipients(
  value: unknown,
  pointer = '/recipients',
): { recipients: string[]; errors: FieldError[] } {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_RECIPIENTS) {
    const message = `must be a list of 1 to ${MAX_RECIPIENTS} mail addresses`;
    return { recipients: [], errors: [{ pointer, code: 'invalid_recipients', message }] };
  }
  const known = new Map<string, string>();
  const errors = value.flatMap((text: unknown, index): FieldError[] => {
    const address = typeof text === 'string' ? normalAddress(text) : undefined;
    if (address === undefined) {
      const message = 'must be a plain mail address, like alerts@example.com';
      return [{ pointer: `${pointer}/${index}`, code: 'invalid_address', message }];
    }
    const key = address.toLowerCase();
    known.set(key, known.get(key) ?? address);
    return [];
  });
  return { recipients: [...known.values()], errors };
}

/** Converts the domain to lower-case ASCII; undefined for text that is not an address. */
function normalAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1)).toLowerCase();
  const isPossible = at > 0 && local.length <= MAX_LOCAL_LENGTH && LOCAL.test(local);
  if (!isPossible || !DOMAIN.test(domain)) return undefined;
  const address = `${local}@${domain}`;
  return address.length > MAX_LENGTH ? undefined : address;
}
