import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** An encrypted signing secret. The current one has no expiry; a previous one expires with its grace period. */
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
