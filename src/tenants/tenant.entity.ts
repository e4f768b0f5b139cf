import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('tenants')
export class Tenant {
  @PrimaryColumn('uuid')
  id: string;

  /** What the publisher's own system calls the tenant. */
  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  @Column('text')
  name: string;

  /** Rises with every change that decides who gets an event. */
  @Column('integer', { name: 'fanout_version', default: 1 })
  fanoutVersion: number;

  /** Whether results of verifications that had to wait for a provider are sent. */
  @Column('boolean', { name: 'network_downtime_handling', default: false })
  networkDowntimeHandling: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
