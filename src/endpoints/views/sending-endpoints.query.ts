import { statement } from '../../database/index.js';
import type { ChannelName } from '../../model/index.js';
import type { Format, Payload } from '../../formats/index.js';
import type { SigningProfile } from '../../signing/index.js';
import type { Batch, EndpointStatus } from '../endpoint.entity.js';

/** One row per live secret, or one where the channel has none; an endpoint's rows together, its newest secret first. */
export interface SendingRow {
  id: string;
  tenant_id: string;
  version: number;
  channel: ChannelName;
  url: string | null;
  sealed_url: Buffer | null;
  recipients: string[] | null;
  format: Format;
  payload: Payload;
  signing: SigningProfile[];
  batch: Batch | null;
  status: EndpointStatus;
  disabled_reason: string | null;
  event_types: string[] | null;
  sealed_headers: Buffer | null;
  /** Null where the channel has no secrets. */
  secret_id: string | null;
  sealed_secret: Buffer | null;
  expires_at: Date | null;
}

export const readSendingEndpoints = statement<SendingRow>(
  'read-sending-endpoints',
  `SELECT e.id, e.tenant_id, e.version, e.channel, e.url, e.sealed_url, e.recipients, e.format, e.payload, e.signing, e.batch, e.status, e.disabled_reason, e.event_types,
     e.sealed_headers, s.id AS secret_id, s.sealed_secret, s.expires_at
   FROM endpoints e
   LEFT JOIN endpoint_secrets s ON s.endpoint_id = e.id AND (s.expires_at IS NULL OR s.expires_at > now())
   WHERE e.id = ANY ($1::uuid[]) AND e.deleted_at IS NULL AND (s.id IS NOT NULL OR e.channel <> 'webhook')
   ORDER BY e.id, s.expires_at IS NULL DESC, s.id DESC`,
);
