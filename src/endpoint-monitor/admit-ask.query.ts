import { statement } from '../database/index.js';
import type { Vault } from '../database/index.js';

/** Different addresses that a tenant may have asked in a day: strangers get these mails from the operator's domain. */
const MAX_ADDRESSES = 200;
/** Recipients of a tenant with one address that are asked in a day: a mail is lost, an endpoint is created anew. */
const MAX_OF_ADDRESS = 3;

/**
 * The beginning of the keys. They stand in `request_keys` because its rows outlive the recipient, end after a day and go
 * with the tenant; the keys of requests are 32 bytes of a hash.
 */
const BEGINNING = Buffer.from('ask-to-confirm:');
const HASH_BYTES = 32;
/** Above every key that goes on from here. */
const END = Buffer.alloc(HASH_BYTES + 36, 0xff);

/**
 * Notes that a recipient is asked. Returns no row where it must wait, because its address or its tenant has had its
 * number in the last 24 hours. Processes that note at the same moment may exceed the number by one each.
 *
 * $1 tenant, $2 key of the recipient, $3 recipient, $4 and $5 range of the address, $6 and $7 range of all, $8 recipients
 * of an address, $9 addresses, $10 bytes of a key that name its address.
 */
export const admitAsk = statement<object>(
  'admit-ask',
  `INSERT INTO request_keys AS k (tenant_id, key_hash, fingerprint, token, held_until, expires_at)
   SELECT $1::uuid, $2::bytea, ''::bytea, $3::uuid, now(), now() + interval '24 hours'
   FROM (
     SELECT coalesce(bool_or(key_hash = $2::bytea), false) AS is_known,
       count(*) FILTER (WHERE key_hash >= $4::bytea AND key_hash < $5::bytea) AS of_address,
       count(DISTINCT substr(key_hash, 1, $10::int)) AS addresses
     FROM request_keys
     WHERE tenant_id = $1::uuid AND key_hash >= $6::bytea AND key_hash < $7::bytea AND expires_at > now()
   ) noted
   WHERE is_known OR (of_address < $8::int AND (of_address > 0 OR addresses < $9::int))
   ON CONFLICT (tenant_id, key_hash) DO UPDATE SET
     expires_at = CASE WHEN k.expires_at > now() THEN k.expires_at ELSE excluded.expires_at END
   RETURNING k.token`,
);

interface Ask {
  /** UUID of the recipient. */
  id: string;
  /** UUID */
  tenantId: string;
  address: string;
}

/** Returns the parameters of `admitAsk`. The address is in them as a keyed hash only, whatever its case. */
export function askParameters(
  { id, tenantId, address }: Ask,
  vault: Pick<Vault, 'sign'>,
): unknown[] {
  const hash = vault.sign(`postrider asked address\0${address.toLowerCase()}`);
  const ofAddress = Buffer.concat([BEGINNING, hash]);
  const key = Buffer.concat([ofAddress, Buffer.from(id)]);
  const ranges = [ofAddress, BEGINNING].flatMap((from) => [from, Buffer.concat([from, END])]);
  return [tenantId, key, id, ...ranges, MAX_OF_ADDRESS, MAX_ADDRESSES, ofAddress.length];
}
