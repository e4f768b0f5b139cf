import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A verification session: the service's own table, of which Postrider knows nothing. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('text')
  id: string;

  /** The customer, by the id that it has as a tenant of Postrider too. */
  @Column('text')
  customer: string;

  @Column('text', { default: 'open' })
  status: 'open' | 'approved';
}
