import { hash } from 'node:crypto';

// Bytes of a cursor: 1 version, 6 position, 4 checksum. The checksum binds it to its tenant.
const VERSION = 1;
const POSITION_BYTES = 6;
const CHECK_AT = 1 + POSITION_BYTES;
const BYTES = CHECK_AT + 4;

/** Returns the opaque cursor from which a client continues behind this position of the tenant's log. */
export function encodePosition(tenantId: string, position: number): string {
  const bytes = Buffer.alloc(BYTES);
  bytes[0] = VERSION;
  bytes.writeUIntBE(position, 1, POSITION_BYTES);
  bytes.set(checksumOf(tenantId, position), CHECK_AT);
  return bytes.toString('base64url');
}

/** Returns the position of a cursor; undefined for text that is not a cursor of this tenant. */
export function decodePosition(tenantId: string, cursor: string): number | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length !== BYTES || bytes[0] !== VERSION) return undefined;
  const position = bytes.readUIntBE(1, POSITION_BYTES);
  return encodePosition(tenantId, position) === cursor ? position : undefined;
}

function checksumOf(tenantId: string, position: number): Buffer {
  return hash('sha256', `${tenantId} ${position}`, 'buffer').subarray(0, BYTES - CHECK_AT);
}
