import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './principal.js';

@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('uuid')
  id: string;

  @Column('bytea', { name: 'key_hash' })
  keyHash: Buffer;

  @Column('text')
  role: Role;

  @Column('text')
  name: string;

  /** UUIDs; null: all tenants. */
  @Column('uuid', { name: 'tenant_ids', array: true, nullable: true })
  tenantIds: string[] | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  /** Null: never. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  /** To the minute; null: not since this was recorded. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  /** Who has the key, as its creator says. */
  @Column('text', { nullable: true })
  owner: string | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}
