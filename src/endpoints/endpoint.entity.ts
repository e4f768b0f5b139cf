import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { ChannelName } from '../model/index.js';
import type { Format, Payload } from '../formats/index.js';
import type { SigningProfile } from '../signing/index.js';

export type EndpointStatus = 'active' | 'paused' | 'disabled';
export type Environment = 'live' | 'sandbox' | 'all';

/** Stored with the field names of the API. */
export interface Batch {
  /** Maximum number of events in one request. */
  max_items: number;
  /** Time for which the first event waits for others. */
  wait_ms: number;
}

/** Stored with the field names of the API: when mails are combined into digests. */
export interface Digest {
  window_seconds: number;
  /** Mails that are sent separately in a window. */
  max_per_window: number;
}

/** The default for email endpoints; the SQL functions have the same. */
export const DEFAULT_DIGEST: Digest = { window_seconds: 900, max_per_window: 10 };

/** A destination of a tenant's events. Secrets and health have their own tables. */
@Entity('endpoints')
export class Endpoint {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { default: 'webhook' })
  channel: ChannelName;

  /** As it may be shown: masked for Slack. Null for email. */
  @Column('text', { nullable: true })
  url: string | null;

  /** The unmasked URL of a Slack endpoint, encrypted. */
  @Column('bytea', { name: 'sealed_url', nullable: true })
  sealedUrl: Buffer | null;

  /** For email: addresses in normal form. */
  @Column('text', { array: true, nullable: true })
  recipients: string[] | null;

  @Column('text', { nullable: true })
  description: string | null;

  /** Null: every type that the format carries. */
  @Column('text', { name: 'event_types', array: true, nullable: true })
  eventTypes: string[] | null;

  /** Only used for webhooks. */
  @Column('text', { default: 'envelope' })
  format: Format;

  @Column('text', { default: 'full' })
  payload: Payload;

  /** Whether events of confidential types are thin unless `eventTypes` has their names; false for older endpoints. */
  @Column('boolean', { name: 'thin_confidential', default: true })
  thinConfidential: boolean;

  @Column('text', { default: 'all' })
  environment: Environment;

  @Column('jsonb')
  signing: SigningProfile[];

  @Column('bytea', { name: 'sealed_headers', nullable: true })
  sealedHeaders: Buffer | null;

  @Column('integer', { name: 'max_in_flight', default: 50 })
  maxInFlight: number;

  /** Whether the tenant's settings refer to it; at most one endpoint per tenant and channel. */
  @Column('boolean', { name: 'is_default', default: false })
  isDefault: boolean;

  /** Null: one event per request. */
  @Column('jsonb', { nullable: true })
  batch: Batch | null;

  /** For email; null: `DEFAULT_DIGEST`. */
  @Column('jsonb', { nullable: true })
  digest: Digest | null;

  /** Maximum requests in any second over all workers; null: no limit. */
  @Column('integer', { name: 'rate_limit_per_second', nullable: true })
  rateLimitPerSecond: number | null;

  /** Whether the events of one subject are sent one after another. */
  @Column('boolean', { default: false })
  ordered: boolean;

  /** Whether deliveries that were held at the last resume are to be sent or skipped; null: none are left. */
  @Column('text', { nullable: true })
  releasing: 'send' | 'skip' | null;

  @Column('text', { default: 'active' })
  status: EndpointStatus;

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: string | null;

  /** Increases with every change that senders must see. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
