import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A signing secret, sealed. The current one never expires; a former one until its grace ends. */
@Entity('endpoint_secrets')
export class EndpointSecret {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'endpoint_id' })
  endpointId: string;

  @Column('bytea', { name: 'sealed_secret' })
  sealedSecret: Buffer;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;
}
