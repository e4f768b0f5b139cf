import type { EntityManager } from 'typeorm';
import { statement } from '../../database/index.js';
import type { Registration } from './registered-type.js';

/**
 * Returns the types that were registered or changed after a revision, in the order of their
 * commits.
 */
export const findRegisteredSince = statement<Registration & { revision: number }>(
  'find-registered-types',
  `SELECT type, description, schema, example, confidential, revision FROM event_types
   WHERE revision > $1 ORDER BY revision`,
);

/**
 * The lock that a registration holds until its commit, so that revisions become visible in their
 * order.
 */
const REGISTRATION_LOCK = 7305512204;

const MAX_TYPES = 1_000;

/**
 * Adds a type or changes it, with a new version where anything differs. Returns the version, or
 * undefined where the largest number of types is reached.
 */
export async function storeRegistration(
  manager: EntityManager,
  { type, description, schema, example, confidential }: Registration,
): Promise<number | undefined> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [REGISTRATION_LOCK]);
  const [stored] = await manager.query<{ version: number }[]>(
    `INSERT INTO event_types AS known (type, description, schema, example, confidential)
     SELECT $1, $2, $3::json, $4::json, coalesce($6::boolean, false)
     WHERE (SELECT count(*) FROM event_types WHERE type <> $1) < $5
     ON CONFLICT (type) DO UPDATE SET
       description = excluded.description, schema = excluded.schema, example = excluded.example,
       confidential = coalesce($6::boolean, known.confidential),
       version = known.version
         + ((known.description, known.schema::text, known.example::text, known.confidential)
           IS DISTINCT FROM (excluded.description, excluded.schema::text, excluded.example::text,
             coalesce($6::boolean, known.confidential)))::int,
       revision = excluded.revision, updated_at = now()
     RETURNING version`,
    [
      type,
      description,
      JSON.stringify(schema),
      JSON.stringify(example),
      MAX_TYPES,
      confidential ?? null,
    ],
  );
  return stored?.version;
}
