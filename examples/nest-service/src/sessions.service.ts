import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { SessionEvents } from 'postrider';
import { Session } from './session.entity.js';

@Injectable()
export class Sessions {
  constructor(
    private readonly source: DataSource,
    private readonly events: SessionEvents,
  ) {}

  async open(id: string, customer: string): Promise<void> {
    await this.source.getRepository(Session).insert({ id, customer, status: 'open' });
  }

  /** The session is approved and its event published, or neither. */
  async approve(id: string): Promise<void> {
    await this.source.transaction((manager) => this.approveWithin(manager, id));
  }

  async approveWithin(manager: EntityManager, id: string): Promise<void> {
    const session = await manager.findOneBy(Session, { id });
    if (!session) throw new NotFoundException(`No session ${id}.`);
    if (session.status === 'approved') throw new ConflictException(`${id} is approved already.`);
    await manager.update(Session, { id }, { status: 'approved' });
    await this.events.approved(
      session.customer,
      { session_id: id, external_ref: null, is_sandbox: false, status: 'approved' },
      { manager, idempotencyKey: `approved-${id}` },
    );
  }
}
