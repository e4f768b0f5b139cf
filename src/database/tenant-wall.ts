import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { sqlStateOf } from '../common/index.js';
import { tenantRoleOf } from './session/index.js';

/** PostgreSQL, "Error Codes". */
const INSUFFICIENT_PRIVILEGE = '42501';

const OF_SCOPE = `current_setting('postrider.tenant')::uuid`;
const OWN = `tenant_id = ${OF_SCOPE}`;
/** The policies of the other table hold inside of the condition. */
const through = (table: string, id: string, column: string): string =>
  `EXISTS (SELECT FROM ${table} parent WHERE parent.${id} = ${column})`;
const OF_ENDPOINT = through('endpoints', 'id', 'endpoint_id');
const OF_EVENT = through('events', 'id', 'event_id');

const ALL = 'SELECT, INSERT, UPDATE, DELETE';

/** Which rows of a table a request of a tenant reaches, and what it may do with them. */
interface TenantRows {
  /** Absent: none. */
  rows?: string;
  may?: string;
}

const own = (may = ALL): TenantRows => ({ rows: OWN, may });
const where = (rows: string, may = ALL): TenantRows => ({ rows, may });
/** Rows that triggers add for what a tenant changes; no request of a tenant reads them. */
const ADDED: TenantRows = { rows: 'true', may: 'INSERT' };
const NONE: TenantRows = {};

/** Every table with rows of tenants. A table that is missing here and in `WITHOUT_TENANTS` makes a test fail. */
export const TENANT_TABLES: Readonly<Record<string, TenantRows>> = {
  api_keys: where(`role IN ('tenant', 'viewer') AND tenant_ids = ARRAY[${OF_SCOPE}]`),
  attempt_bodies: where(through('attempts', 'id', 'attempt_id')),
  attempts: where(through('deliveries', 'id', 'delivery_id')),
  audit_chain: NONE,
  audit_log: own('SELECT, INSERT'),
  data_keys: NONE,
  deliveries: own(),
  delivery_queue: own(),
  derived_effects: own(),
  endpoint_grants: own(),
  endpoint_health: where(OF_ENDPOINT),
  endpoint_notices: own(),
  endpoint_pace: where(OF_ENDPOINT),
  endpoint_secrets: where(OF_ENDPOINT),
  endpoints: own(),
  erased_events: where(OF_EVENT),
  erasure_subjects: where(through('erasures', 'id', 'erasure_id')),
  erasures: own(),
  event_bodies: where(OF_EVENT),
  event_log: own(),
  event_log_heads: own(),
  event_refs: where(OF_EVENT),
  events: own(),
  exhausted_deliveries: where(OF_ENDPOINT),
  exhaustion_reports: where(OF_ENDPOINT),
  held_addresses: where(OF_ENDPOINT),
  idempotency_keys: own(),
  mail_recipients: where(OF_ENDPOINT),
  mail_windows: where(OF_ENDPOINT),
  pending_fanouts: where(OF_EVENT),
  redaction_follow_ups: where(OF_EVENT),
  rejected_publish_drops: own(),
  rejected_publishes: own(),
  replay_deliveries: where(through('replays', 'id', 'replay_id')),
  replays: own(),
  request_keys: own(),
  sessions: own(),
  sign_in_links: own(),
  statistics: own(),
  statistics_changes: ADDED,
  statistics_stale: own(),
  statistics_totals: own(),
  stream_consumers: own(),
  subject_holds: own(),
  subject_sequences: own(),
  tenant_deletions: own(),
  tenant_purges: own(),
  tenants: where(`id = ${OF_SCOPE}`, 'SELECT, UPDATE'),
  unchained_audit: ADDED,
  unplaced_events: own(),
};

/** Every other table, with what requests of tenants may do with it; empty: nothing. */
export const WITHOUT_TENANTS: Readonly<Record<string, string>> = {
  applied_functions: '',
  database_identity: '',
  endpoint_watch: 'SELECT',
  event_types: 'SELECT',
  migrations: '',
  processes: '',
  removals: '',
  retired_encryption_keys: '',
  sealing: 'SELECT',
  statistics_progress: 'SELECT',
};

interface Found {
  name: string;
  parent: string | null;
  is_secured: boolean;
  /** The comments of its policies by their names. */
  policies: Record<string, string | null>;
}

const TABLES = `
SELECT c.relname AS name, p.relname AS parent, c.relrowsecurity AS is_secured,
  coalesce((SELECT json_object_agg(y.polname, obj_description(y.oid, 'pg_policy'))
    FROM pg_policy y WHERE y.polrelid = c.oid), '{}') AS policies
FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY c.relname`;

/** A table with the statements that it lacks; they are run in one transaction. */
interface Gap {
  table: string;
  statements: string;
}

/**
 * Returns what the wall between tenants lacks: row-level security on each table with rows of tenants and on each
 * partition, a policy that lets the role `worksAs` reach all rows, and one that lets the role of tenants reach those
 * of one tenant. A partition has no policy for tenants: they reach its rows through its table alone.
 */
async function findGaps(source: DataSource, worksAs: string): Promise<Gap[]> {
  const tables = await source.query<Found[]>(TABLES);
  return tables.flatMap((found) => {
    const { name, parent, is_secured: isSecured, policies } = found;
    const of = TENANT_TABLES[parent ?? name];
    if (!of) return [];
    const { rows } = of;
    const wanted = [
      { role: worksAs, rows: 'true' },
      ...(rows === undefined || parent !== null ? [] : [{ role: tenantRoleOf(worksAs), rows }]),
    ];
    const missing = wanted.filter((policy) => policies[policy.role] !== markOf(policy.rows));
    const statements = [
      ...missing.map((policy) => policyOf(name, policy)),
      ...(isSecured ? [] : [`ALTER TABLE ${quoted(name)} ENABLE ROW LEVEL SECURITY`]),
    ];
    return statements.length === 0 ? [] : [{ table: name, statements: statements.join('; ') }];
  });
}

/** The comment of a policy: PostgreSQL does not keep the text of a condition. */
function markOf(rows: string): string {
  return createHash('sha256').update(rows).digest('hex').slice(0, 16);
}

function policyOf(table: string, { role, rows }: { role: string; rows: string }): string {
  const [name, of] = [quoted(role), quoted(table)];
  return [
    `DROP POLICY IF EXISTS ${name} ON ${of}`,
    `CREATE POLICY ${name} ON ${of} TO ${name} USING (${rows})`,
    `COMMENT ON POLICY ${name} ON ${of} IS '${markOf(rows)}'`,
  ].join('; ');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Returns the tables without a whole wall for the role that processes work as. */
export async function tablesWithoutWall(source: DataSource, worksAs: string): Promise<string[]> {
  return (await findGaps(source, worksAs)).map(({ table }) => table);
}

/**
 * Builds the wall between tenants where it is not whole, and grants the role of tenants what their requests need. It is
 * not forced upon the owner of the tables: no request of a tenant works as the owner, and migrations and the functions
 * that run with the rights of the owner are about all tenants.
 */
export async function buildWall(source: DataSource, worksAs: string): Promise<void> {
  await makeTenantRole(source, worksAs);
  for (const { statements } of await findGaps(source, worksAs)) await source.query(statements);
  const role = quoted(tenantRoleOf(worksAs));
  const rights = Object.entries(TENANT_TABLES).map(([name, { may = '' }]) => [name, may] as const);
  const grants = [...rights, ...Object.entries(WITHOUT_TENANTS)].flatMap(([name, may]) =>
    may === '' ? [] : [`GRANT ${may} ON ${quoted(name)} TO ${role}`],
  );
  await source.query([`GRANT USAGE ON SCHEMA public TO ${role}`, ...grants].join('; '));
}

interface RoleState {
  exists: boolean;
  is_member: boolean | null;
  version: number;
}

async function makeTenantRole(source: DataSource, worksAs: string): Promise<void> {
  const name = tenantRoleOf(worksAs);
  const [state] = await source.query<RoleState[]>(
    `SELECT r.oid IS NOT NULL AS exists, pg_has_role($2::name, r.oid, 'MEMBER') AS is_member,
       current_setting('server_version_num')::int AS version
     FROM (SELECT) one LEFT JOIN pg_roles r ON r.rolname = $1`,
    [name, worksAs],
  );
  const { exists = false, is_member: isMember = false, version = 0 } = state ?? {};
  // Without it, the policies of tenants would be added to all statements of the role.
  const options = version >= 160_000 ? ' WITH INHERIT FALSE' : '';
  const statements = [
    ...(exists ? [] : [`CREATE ROLE ${quoted(name)} NOLOGIN`]),
    ...(isMember === true ? [] : [`GRANT ${quoted(name)} TO ${quoted(worksAs)}${options}`]),
  ];
  if (statements.length === 0) return;
  try {
    await source.query(statements.join('; '));
  } catch (error) {
    if (sqlStateOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new Error(
      `Requests of tenants need the role ${name}, and the role that migrates may not make it: ` +
        `have a database administrator run ${statements.join('; ')}.`,
      { cause: error },
    );
  }
}
