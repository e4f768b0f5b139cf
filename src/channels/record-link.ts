import { publicId } from '../common/index.js';

/** Where people read the record of an event (UUIDs). `publicUrl` is the setting, without a slash at its end. */
export function recordLink(
  publicUrl: string,
  { tenantId, id }: { tenantId: string; id: string },
): string {
  return `${publicUrl}/v1/tenants/${publicId('tenant', tenantId)}/events/${publicId('event', id)}`;
}
