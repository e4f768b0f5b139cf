import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { SYSTEM } from '../../auth/index.js';
import { EndpointAddressOnHold } from '../../catalogue/index.js';
import { auditEndpoint } from '../editing/audit-endpoint.js';
import { findLocked, raiseFanoutVersion } from '../editing/change-endpoint.js';
import { noteEndpoint } from './endpoint-notices.js';
import { Endpoint } from '../endpoint.entity.js';

/** An address of an endpoint that will not do. */
export interface AddressHold {
  /** UUID. */
  endpointId: string;
  recipient: string;
  /** A short code. */
  reason: string;
}

/** An address on hold, as the API spells it. */
export interface HeldRecipient {
  recipient: string;
  reason: string;
  held_at: string;
}

interface HeldRow {
  endpoint_id: string;
  recipient: string;
  reason: string;
  held_at: Date;
}

/** Addresses that get nothing until somebody resumes their endpoint; its others are not concerned. */
@Injectable()
export class AddressHolds {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  /**
   * From here on the recipient's deliveries are held: what is published at once, what is queued when
   * it comes due. Answers false where it was so already, or the endpoint no longer has the recipient.
   */
  async hold({ endpointId, recipient, reason }: AddressHold): Promise<boolean> {
    const found = await this.source.manager.findOneBy(Endpoint, { id: endpointId });
    if (!found) return false;
    const { tenantId } = found;
    return this.source.transaction(async (manager) => {
      if (!(await raiseFanoutVersion(manager, tenantId))) return false;
      const endpoint = await findLocked(manager, { tenantId, endpointId });
      if (endpoint?.recipients?.includes(recipient) !== true) return false;
      const [inserted] = await manager.query<unknown[]>(
        `INSERT INTO held_addresses (endpoint_id, recipient, reason) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING recipient`,
        [endpointId, recipient, reason],
      );
      if (inserted === undefined) return false;
      const action = 'endpoint.address_held';
      // The log outlives the list of recipients: it tells which of them without spelling it out.
      const details = { reason, recipient: maskAddress(recipient) };
      await auditEndpoint(manager, { tenantId, endpointId, actor: SYSTEM, action, details });
      await noteEndpoint(manager, endpoint, EndpointAddressOnHold, {
        ...details,
        held_at: new Date().toISOString(),
      });
      return true;
    });
  }
}

/** By endpoint id. */
export async function heldRecipients(
  manager: EntityManager,
  endpoints: readonly Pick<Endpoint, 'id' | 'channel'>[],
): Promise<Map<string, HeldRecipient[]>> {
  const ids = endpoints.flatMap(({ id, channel }) => (channel === 'email' ? [id] : []));
  if (ids.length === 0) return new Map();
  const rows = await manager.query<HeldRow[]>(
    `SELECT endpoint_id, recipient, reason, held_at FROM held_addresses
     WHERE endpoint_id = ANY ($1::uuid[]) ORDER BY endpoint_id, recipient`,
    [ids],
  );
  return new Map(
    ids.map((id) => [
      id,
      rows
        .filter((row) => row.endpoint_id === id)
        .map(({ recipient, reason, held_at: heldAt }) => ({
          recipient,
          reason,
          held_at: heldAt.toISOString(),
        })),
    ]),
  );
}

/** Takes every address of the endpoint off hold. */
export async function forgetHolds(manager: EntityManager, endpointId: string): Promise<void> {
  await manager.query('DELETE FROM held_addresses WHERE endpoint_id = $1', [endpointId]);
}

/** Whoever is no longer a recipient is not on hold either. */
export async function forgetFormer(
  manager: EntityManager,
  { id, recipients }: Pick<Endpoint, 'id' | 'recipients'>,
): Promise<void> {
  await manager.query(
    'DELETE FROM held_addresses WHERE endpoint_id = $1 AND recipient <> ALL ($2::text[])',
    [id, recipients ?? []],
  );
}

/** The first letter and the domain. */
function maskAddress(address: string): string {
  return `${address.slice(0, 1)}***${address.slice(address.lastIndexOf('@'))}`;
}
