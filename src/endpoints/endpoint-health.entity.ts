import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What sending has learnt of an endpoint. No row: nothing yet. */
@Entity('endpoint_health')
export class EndpointHealth {
  @PrimaryColumn('uuid', { name: 'endpoint_id' })
  endpointId: string;

  @Column('timestamptz', { name: 'last_success_at', nullable: true })
  lastSuccessAt: Date | null;

  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince: Date | null;

  /** Until then a receiver's Retry-After holds everything back. */
  @Column('timestamptz', { name: 'held_back_until', nullable: true })
  heldBackUntil: Date | null;
}
