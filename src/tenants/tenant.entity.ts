import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('tenants')
export class Tenant {
  @PrimaryColumn('uuid')
  id: string;

  /** The tenant's id in the publisher's own system. */
  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  /** Sealed, or in clear in an installation that has not sealed its rows yet. */
  @Column('text')
  name: string;

  /** Keyed hashes of the words of a sealed name. */
  @Column('uuid', { name: 'name_refs', array: true, default: [] })
  nameRefs: string[];

  /** Increases with every change that affects which endpoints get an event. */
  @Column('integer', { name: 'fanout_version', default: 1 })
  fanoutVersion: number;

  /** Whether verification results that were delayed by the downtime of a provider are sent. */
  @Column('boolean', { name: 'network_downtime_handling', default: false })
  networkDowntimeHandling: boolean;

  /** Days for which the content of its events is kept; null: as long as everywhere. */
  @Column('integer', { name: 'retention_days', nullable: true })
  retentionDays: number | null;

  /** The same for its records. */
  @Column('integer', { name: 'record_retention_days', nullable: true })
  recordRetentionDays: number | null;

  /** Whether the tenant's own keys may erase subjects. */
  @Column('boolean', { name: 'allow_erasure', default: false })
  allowErasure: boolean;

  /** For how many days events of a type, or of a pattern of types, are not erased. */
  @Column('jsonb', { name: 'minimum_days', default: {} })
  minimumDays: Record<string, number>;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  /** Since when it is to be deleted; until `deletedAt` is set, it can be restored. */
  @Column('timestamptz', { name: 'deleting_at', nullable: true })
  deletingAt: Date | null;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
