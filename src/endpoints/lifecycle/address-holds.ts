import { maskAddress } from '../../masking/index.js';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { SYSTEM } from '../../auth/index.js';
import { EndpointAddressOnHold } from '../../catalogue/index.js';
import { auditEndpoint, findLocked, incrementFanoutVersion } from '../editing/change-endpoint.js';
import { queueNotice } from './endpoint-notices.js';
import { Endpoint } from '../endpoint.entity.js';
import { EndpointAddresses } from '../secrets/endpoint-addresses.js';
import { UNCONFIRMED } from '../recipients/recipient-rows.js';

/** A recipient whose address cannot receive mail. */
export interface AddressHold {
  /** UUID. */
  endpointId: string;
  /** The address in clear. */
  recipient: string;
  /** A short code. */
  reason: string;
}

/** A held address with the field names of the API. */
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

/** Holds single addresses of an endpoint until the endpoint is resumed. */
@Injectable()
export class AddressHolds {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
  ) {}

  /**
   * Holds the recipient's deliveries from now on: new ones at once, queued ones when they become due.
   * Returns false if the address is held already or is no longer a recipient of the endpoint.
   */
  async hold({ endpointId, recipient, reason }: AddressHold): Promise<boolean> {
    const found = await this.source.manager.findOneBy(Endpoint, { id: endpointId });
    if (!found) return false;
    const { tenantId } = found;
    return this.source.transaction(async (manager) => {
      if (!(await incrementFanoutVersion(manager, tenantId))) return false;
      const endpoint = await findLocked(manager, { tenantId, endpointId });
      const [addresses] = endpoint ? await this.addresses.recipients([endpoint]) : [];
      const stored = endpoint?.recipients?.[addresses?.indexOf(recipient) ?? -1];
      if (!endpoint || stored === undefined) return false;
      const [inserted] = await manager.query<unknown[]>(
        `INSERT INTO held_addresses (endpoint_id, recipient, reason) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING recipient`,
        [endpointId, stored, reason],
      );
      if (inserted === undefined) return false;
      const action = 'endpoint.address_held';
      // The audit log is kept longer than the list of recipients, so it gets the masked address.
      const details = { reason, recipient: maskAddress(recipient) };
      await auditEndpoint(manager, { tenantId, endpointId, actor: SYSTEM, action, details });
      await queueNotice(manager, endpoint, EndpointAddressOnHold, {
        ...details,
        held_at: new Date().toISOString(),
      });
      return true;
    });
  }
}

/** Returns the held addresses of email endpoints, as they are stored. */
export async function heldRecipients(
  manager: EntityManager,
  endpoints: readonly Pick<Endpoint, 'id' | 'channel'>[],
): Promise<(HeldRecipient & { endpointId: string })[]> {
  const ids = endpoints.flatMap(({ id, channel }) => (channel === 'email' ? [id] : []));
  if (ids.length === 0) return [];
  const rows = await manager.query<HeldRow[]>(
    `SELECT endpoint_id, recipient, reason, held_at FROM held_addresses WHERE endpoint_id = ANY ($1::uuid[])`,
    [ids],
  );
  return rows.map(({ endpoint_id: endpointId, recipient, reason, held_at: heldAt }) => ({
    endpointId,
    recipient,
    reason,
    held_at: heldAt.toISOString(),
  }));
}

/** Ends the holds of all addresses of the endpoint, except those that have not been confirmed. */
export async function removeHolds(manager: EntityManager, endpointId: string): Promise<void> {
  await manager.query('DELETE FROM held_addresses WHERE endpoint_id = $1 AND reason <> $2', [
    endpointId,
    UNCONFIRMED,
  ]);
}

/** Ends the holds of addresses that are no longer recipients. */
export async function removeHoldsOfFormerRecipients(
  manager: EntityManager,
  { id, recipients }: Pick<Endpoint, 'id' | 'recipients'>,
): Promise<void> {
  await manager.query(
    'DELETE FROM held_addresses WHERE endpoint_id = $1 AND recipient <> ALL ($2::text[])',
    [id, recipients ?? []],
  );
}
