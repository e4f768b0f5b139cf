import { statement } from '../database/index.js';

/** A member of the digest of another delivery. */
export interface DigestRow {
  /** The delivery that was claimed. */
  claimed_id: string;
  delivery_id: string;
  event_id: string;
  endpoint_id: string;
  tenant_id: string;
  fence: number;
  attempt_id: string;
  attempt_number: number;
  step: number;
  trigger: 'automatic' | 'replay';
  single: boolean;
  event_type: string;
  created_at: Date;
}

/** Takes the members of the digests of the claimed deliveries $1, under the lease of each; at most $2 in all. */
export const gatherDigests = statement<DigestRow>(
  'gather-digests',
  'SELECT * FROM gather_digests($1::uuid[], $2)',
);
