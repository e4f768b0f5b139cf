import { hash } from 'node:crypto';

/** `[1 version][6 position][4 check]`; the check ties it to its tenant. */
const VERSION = 1;
const POSITION_BYTES = 6;
const CHECK_AT = 1 + POSITION_BYTES;
const BYTES = CHECK_AT + 4;

/** What a client keeps to go on behind this position of the tenant's events. Opaque to it. */
export function encodePosition(tenantId: string, position: number): string {
  const bytes = Buffer.alloc(BYTES);
  bytes[0] = VERSION;
  bytes.writeUIntBE(position, 1, POSITION_BYTES);
  bytes.set(checkOf(tenantId, position), CHECK_AT);
  return bytes.toString('base64url');
}

/** The position behind which to go on; undefined for what is no cursor of this tenant. */
export function decodePosition(tenantId: string, cursor: string): number | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length !== BYTES || bytes[0] !== VERSION) return undefined;
  const position = bytes.readUIntBE(1, POSITION_BYTES);
  return encodePosition(tenantId, position) === cursor ? position : undefined;
}

function checkOf(tenantId: string, position: number): Buffer {
  return hash('sha256', `${tenantId} ${position}`, 'buffer').subarray(0, BYTES - CHECK_AT);
}
