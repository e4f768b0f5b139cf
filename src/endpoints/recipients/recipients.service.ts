import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { seesAddresses } from '../../auth/index.js';
import type { Actor, Reader } from '../../auth/index.js';
import { AppError, notFound } from '../../common/index.js';
import { SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { Vault } from '../../database/index.js';
import { maskAddress } from '../../masking/index.js';
import { finishRelease } from '../../queue/index.js';
import { auditEndpoint, changeEndpoint } from '../editing/change-endpoint.js';
import type { EndpointRef } from '../editing/change-endpoint.js';
import { Endpoint } from '../endpoint.entity.js';
import { EndpointAddresses } from '../secrets/endpoint-addresses.js';
import { readConfirmation } from './confirmation-token.js';
import { UNCONFIRMED } from './recipient-rows.js';
import type { RecipientDto } from './recipient.dto.js';

/** The person who opened the link of a mail. */
const RECIPIENT: Actor = { id: 'recipient', role: 'recipient' };

interface RecipientRow {
  recipient: string;
  confirmed_at: Date | null;
}

/** Lists the recipients of email endpoints and confirms them. */
@Injectable()
export class Recipients {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
    @Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'encryptionKeys'>,
  ) {}

  /** In the order of the endpoint. Throws 404; an endpoint of another channel has none. */
  async list({ tenantId, endpointId }: EndpointRef, reader: Reader): Promise<RecipientDto[]> {
    const { manager } = this.source;
    const where = { id: endpointId, tenantId, deletedAt: IsNull() };
    const endpoint = await manager.findOneBy(Endpoint, where);
    if (!endpoint) throw notFound('endpoint');
    const rows = await manager.query<RecipientRow[]>(
      'SELECT recipient, confirmed_at FROM mail_recipients WHERE endpoint_id = $1',
      [endpointId],
    );
    const confirmedAt = new Map(rows.map((row) => [row.recipient, row.confirmed_at]));
    const isWhole = seesAddresses(reader);
    const [addresses] = await this.addresses.recipients([endpoint]);
    return (endpoint.recipients ?? []).map((recipient, position) => ({
      address: isWhole ? (addresses?.[position] ?? '') : maskAddress(addresses?.[position] ?? ''),
      confirmed_at: confirmedAt.get(recipient)?.toISOString() ?? null,
    }));
  }

  /** Confirms an address; its held mails are sent. Throws 404, or 422 `unknown_recipient`. */
  async confirm(ref: EndpointRef, address: string, actor: Actor): Promise<RecipientDto> {
    const key = address.toLowerCase();
    const confirmed = await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      const [addresses] = await this.addresses.recipients([endpoint]);
      const position = addresses?.findIndex((known) => known.toLowerCase() === key) ?? -1;
      const recipient = endpoint.recipients?.[position];
      if (recipient === undefined) throw unknownRecipient();
      const known = addresses?.[position] ?? address;
      return confirmLocked(manager, { endpoint, recipient, address: known, actor });
    });
    await finishRelease(this.source.manager, ref.endpointId);
    return confirmed;
  }

  /** Returns how the recipient stands that a link names. Undefined: no such recipient, or no such link. */
  async stateByToken(token: string): Promise<'confirmed' | 'waiting' | undefined> {
    const row = await this.findByToken(token);
    return row && (row.confirmed_at ? 'confirmed' : 'waiting');
  }

  /** Confirms the recipient that a link names. Returns whether there is one. */
  async confirmByToken(token: string): Promise<boolean> {
    const row = await this.findByToken(token);
    if (!row) return false;
    if (!row.confirmed_at) {
      const ref = { tenantId: row.tenant_id, endpointId: row.id };
      const [address] = await this.addresses.open([
        { endpointId: row.id, recipient: row.recipient },
      ]);
      if (address === undefined) return false;
      await this.confirm(ref, address, RECIPIENT);
    }
    return true;
  }

  private async findByToken(token: string): Promise<(RecipientRow & FoundEndpoint) | undefined> {
    const sign = (text: string): Buffer => this.vault.sign(text);
    const id = readConfirmation(token, { sign, formerKeys: this.settings.encryptionKeys });
    if (id === undefined) return undefined;
    const [row] = await this.source.manager.query<(RecipientRow & FoundEndpoint)[]>(
      `SELECT m.recipient, m.confirmed_at, e.id, e.tenant_id FROM mail_recipients m
       JOIN endpoints e ON e.id = m.endpoint_id AND e.deleted_at IS NULL
       JOIN tenants t ON t.id = e.tenant_id AND t.deleted_at IS NULL
       WHERE m.id = $1`,
      [id],
    );
    return row;
  }
}

interface FoundEndpoint {
  id: string;
  tenant_id: string;
}

async function confirmLocked(
  manager: EntityManager,
  {
    endpoint,
    recipient,
    address,
    actor,
  }: {
    endpoint: Endpoint;
    /** As it is stored. */
    recipient: string;
    address: string;
    actor: Actor;
  },
): Promise<RecipientDto> {
  const { id: endpointId, tenantId } = endpoint;
  const [[row]] = await manager.query<[RecipientRow[], number]>(
    `UPDATE mail_recipients SET confirmed_at = coalesce(confirmed_at, now()), ask_at = NULL
     WHERE endpoint_id = $1 AND recipient = $2 RETURNING recipient, confirmed_at`,
    [endpointId, recipient],
  );
  const [, released] = await manager.query<[unknown, number]>(
    `DELETE FROM held_addresses WHERE endpoint_id = $1 AND recipient = $2 AND reason = '${UNCONFIRMED}'`,
    [endpointId, recipient],
  );
  if (released > 0) {
    if (endpoint.status === 'active') {
      await manager.save(Object.assign(endpoint, { releasing: endpoint.releasing ?? 'send' }));
    }
    const details = {
      recipient: maskAddress(address),
      before: { confirmed_at: null },
      after: { confirmed_at: row?.confirmed_at?.toISOString() ?? null },
    };
    const action = 'endpoint.recipient_confirmed';
    await auditEndpoint(manager, { tenantId, endpointId, actor, action, details });
  }
  return { address, confirmed_at: row?.confirmed_at?.toISOString() ?? null };
}

function unknownRecipient(): AppError {
  const [code, message] = ['unknown_recipient', 'The endpoint has no such recipient.'] as const;
  return new AppError(code, 422, { message, errors: [{ pointer: '/address', code, message }] });
}
