import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { ChannelName } from '../model/index.js';
import type { Format, Payload } from '../formats/index.js';
import type { SigningProfile } from '../signing/index.js';

export type EndpointStatus = 'active' | 'paused' | 'disabled';
export type Environment = 'live' | 'sandbox' | 'all';

/** As the API spells it. */
export interface Batch {
  /** Events in one request at most. */
  max_items: number;
  /** For so long the first of them waits for others. */
  wait_ms: number;
}

/** As the API spells it: how floods of mails become digests. */
export interface Digest {
  window_seconds: number;
  /** Mails that go by themselves in a window. */
  max_per_window: number;
}

/** What counts where an email endpoint says nothing; the database knows it too. */
export const DEFAULT_DIGEST: Digest = { window_seconds: 900, max_per_window: 10 };

/** Where a tenant wants which events. Its secrets and its health stand in tables of their own. */
@Entity('endpoints')
export class Endpoint {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { default: 'webhook' })
  channel: ChannelName;

  /** As it may be shown: of Slack masked. Null: email. */
  @Column('text', { nullable: true })
  url: string | null;

  /** The whole of a URL that is masked. */
  @Column('bytea', { name: 'sealed_url', nullable: true })
  sealedUrl: Buffer | null;

  /** Of email, in normal form. */
  @Column('text', { array: true, nullable: true })
  recipients: string[] | null;

  @Column('text', { nullable: true })
  description: string | null;

  /** Null: everything that it can carry. */
  @Column('text', { name: 'event_types', array: true, nullable: true })
  eventTypes: string[] | null;

  /** Of webhooks; the others have bodies of their own, whatever stands here. */
  @Column('text', { default: 'envelope' })
  format: Format;

  @Column('text', { default: 'full' })
  payload: Payload;

  @Column('text', { default: 'all' })
  environment: Environment;

  @Column('jsonb')
  signing: SigningProfile[];

  @Column('bytea', { name: 'sealed_headers', nullable: true })
  sealedHeaders: Buffer | null;

  @Column('integer', { name: 'max_in_flight', default: 50 })
  maxInFlight: number;

  /** The tenant's settings speak of this one; at most one per tenant and channel. */
  @Column('boolean', { name: 'is_default', default: false })
  isDefault: boolean;

  /** Null: every event by itself. */
  @Column('jsonb', { nullable: true })
  batch: Batch | null;

  /** Of email; null: `DEFAULT_DIGEST`. */
  @Column('jsonb', { nullable: true })
  digest: Digest | null;

  /** Requests a second at most, over all workers; null: no limit. */
  @Column('integer', { name: 'rate_limit_per_second', nullable: true })
  rateLimitPerSecond: number | null;

  /** Events of one subject go strictly one after another. */
  @Column('boolean', { default: false })
  ordered: boolean;

  /** What is still to become of deliveries that were held when it was resumed; null: all is done. */
  @Column('text', { nullable: true })
  releasing: 'send' | 'skip' | null;

  @Column('text', { default: 'active' })
  status: EndpointStatus;

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: string | null;

  /** Rises with every change a sender must see. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
