import { statement } from '../database/index.js';
import type { Role } from './principal.js';

export const findApiKey = statement<{ id: string; role: Role; tenant_ids: string[] | null }>(
  'find-api-key',
  'SELECT id, role, tenant_ids FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL',
);
